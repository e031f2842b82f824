import {Camera} from './camera.js';
import {Connection} from './connection.js';
import {Course} from './course.js';
import {announce, byId, count, element, withDisabled} from './dom.js';
import {BoxLayer, FacePanel} from './faces.js';
import {FrameSender} from './frame-sender.js';
import {Rates} from './rates.js';
import {admitted} from './server.js';

const ANNOUNCE_MILLIS = 4000;
const SUMMARY_MILLIS = 5000;
const MEASURES_MILLIS = 500;

const video = byId('video');
const layer = new BoxLayer(byId('boxes'));
const course = new Course(byId('course'));
const rates = new Rates();
const panels = new Map();
const due = {};
let followed;
let spoken = '';
let resumes = false;

const camera = new Camera(video, giveUp);

const connection = new Connection({
  ready: () => sender.next(),
  result: answer => {
    say('');
    show(answer);
  },
  problem: text => say(text, true),
  refused: giveUp,
  lost: text => {
    say(text, true);
    showFaces([], 1, 1);
    byId('nobody').hidden = true;
    for (const id of ['rate', 'latency', 'server', 'count']) {
      byId(id).textContent = '–';
    }
  },
});

const sender = new FrameSender(video, connection);

function say(text, failed = false) {
  const message = byId('message');
  if (message.textContent !== text) {
    message.textContent = text;
    message.className = failed ? 'message error' : 'message';
  }
}

function every(what, millis, action) {
  const now = performance.now();
  if (now >= (due[what] ?? 0)) {
    due[what] = now + millis;
    action();
  }
}

function start(deviceId) {
  return withDisabled([byId('toggle'), byId('camera')], () => begin(deviceId));
}

async function begin(deviceId) {
  say('Asking for the camera…');
  try {
    await admitted();
    if (!(await camera.start(deviceId))) {
      return;
    }
  } catch (e) {
    giveUp(e.message);
    return;
  }
  if (document.hidden) {
    stop();
    resumes = true;
    return;
  }
  say('Connecting…');
  byId('toggle').textContent = 'Stop camera';
  byId('idle').hidden = true;
  video.hidden = false;
  byId('details').hidden = false;
  rates.clear();
  course.clear();
  if (!deviceId) {
    setMirrored(!camera.facesAway);
  }
  connection.start();
  sender.start();
  await offerCameras();
}

function stop() {
  sender.stop();
  connection.stop();
  camera.stop();
  say('');
  byId('toggle').textContent = 'Start camera';
  byId('idle').hidden = false;
  video.hidden = true;
  layer.show([], 1, 1);
  panels.forEach(panel => panel.element.remove());
  panels.clear();
  byId('nobody').hidden = true;
}

function giveUp(why) {
  stop();
  say(why, true);
}

async function offerCameras() {
  const all = await Camera.all();
  byId('camera-choice').hidden = all.length < 2;
  byId('camera').replaceChildren(
    ...all.map((device, index) =>
      element('option', {
        value: device.deviceId,
        textContent: device.label || `Camera ${index + 1}`,
        selected: device.deviceId === camera.deviceId,
      }),
    ),
  );
}

function setMirrored(mirrored) {
  byId('mirror').checked = mirrored;
  byId('frame').classList.toggle('mirrored', mirrored);
}

function show(answer) {
  showFaces(answer.faces, answer.width, answer.height);
  rates.add(performance.now() - sender.capturedAt, answer.millis);
  byId('details').dataset.results = rates.total;
  every('measures', MEASURES_MILLIS, () => {
    byId('rate').textContent = rates.perSecond.toFixed(1);
    byId('latency').textContent = `${Math.round(rates.latency)} ms`;
    byId('server').textContent = `${Math.round(rates.server)} ms`;
    byId('count').textContent = answer.faces.length;
  });
}

function showFaces(faces, width, height) {
  const items = faces.map(face => ({
    key: face.track,
    number: face.track,
    box: face.box,
    dominant: face.smoothedDominant,
    probability: face.smoothed[face.smoothedDominant],
  }));
  layer.show(items, width, height, byId('mirror').checked);
  const gone = new Set(panels.keys());
  for (const face of faces) {
    gone.delete(face.track);
    if (!panels.has(face.track)) {
      panels.set(face.track, new FacePanel());
      byId('faces').append(panels.get(face.track).element);
    }
    panels.get(face.track).update(`Face ${face.track}`, face.smoothed, face.smoothedDominant);
  }
  for (const track of gone) {
    panels.get(track).element.remove();
    panels.delete(track);
  }
  byId('nobody').hidden = faces.length > 0;
  follow(faces);
  tell(items);
}

/** The chart stays with a face while it is in view, and then takes the longest known. */
function follow(faces) {
  const face = faces.find(one => one.track === followed) ?? faces[0];
  if (face === undefined) {
    course.tick();
    return;
  }
  if (face.track !== followed) {
    followed = face.track;
    course.clear();
    byId('chart-title').textContent = `Face ${followed}, the last 30 seconds`;
  }
  course.add(face.smoothed);
  every('summary', SUMMARY_MILLIS, () => {
    byId('chart-text').textContent = course.summary();
  });
}

/** Changes only, and not too many of them, for those who listen. */
function tell(items) {
  const text =
    items.length === 0
      ? count(0, 'face in view', 'faces in view')
      : items.map(item => `Face ${item.number}: ${item.dominant}`).join(', ');
  if (text !== spoken) {
    every('announce', ANNOUNCE_MILLIS, () => {
      spoken = text;
      announce(byId('announce'), text);
    });
  }
}

byId('toggle').addEventListener('click', () => (camera.running ? stop() : start()));
byId('camera').addEventListener('change', event => start(event.target.value));
byId('mirror').addEventListener('change', event => setMirrored(event.target.checked));
setMirrored(true);

// Nobody is watched by a page that nobody looks at.
document.addEventListener('visibilitychange', () => {
  if (document.hidden && camera.running) {
    stop();
    resumes = true;
  } else if (!document.hidden && resumes) {
    resumes = false;
    start();
  }
});
window.addEventListener('pagehide', stop);
