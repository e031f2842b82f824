import {byId, withDisabled} from './dom.js';
import {frames} from './frames.js';
import {admitted, Problem, request} from './server.js';

const FEED = '/video_feed';
const PATIENCE_MILLIS = 5000;
const canvas = byId('stream');
const toggle = byId('toggle');
let call;

function say(text, failed = false) {
  const message = byId('message');
  if (message.textContent !== text) {
    message.textContent = text;
    message.className = failed ? 'message error' : 'message';
  }
}

async function begin() {
  say('Connecting…');
  try {
    if (await withDisabled([toggle], hasSource)) {
      play();
    } else {
      say('The server has no source to show. Start it with --source and a camera’s number or a film’s file.');
    }
  } catch (problem) {
    fail(problem.message);
  }
}

async function hasSource() {
  await admitted();
  return (await (await request('/api/v1/model')).json()).stream;
}

/**
 * Reads the stream itself: of an image that is one, browsers tell neither that it ended nor that its
 * connection broke.
 */
async function play() {
  const own = (call = new AbortController());
  toggle.hidden = false;
  toggle.textContent = 'Pause';
  let quiet;
  try {
    const response = await request(FEED, {signal: own.signal});
    for await (const frame of frames(response.body)) {
      await draw(frame);
      own.signal.throwIfAborted();
      say('');
      byId('frame').hidden = false;
      clearTimeout(quiet);
      quiet = setTimeout(
        () => say('No new picture for some seconds: the source pauses, or the connection is gone.'),
        PATIENCE_MILLIS,
      );
    }
    fail('The stream has ended. “Try again” starts it anew.');
  } catch (problem) {
    if (!own.signal.aborted) {
      fail(
        problem instanceof Problem
          ? problem.message
          : 'The stream broke off: the server or the way to it is gone. “Try again” starts it anew.',
      );
    }
  } finally {
    clearTimeout(quiet);
    own.abort(); // what is not read to its end keeps its place on the server
  }
}

async function draw(frame) {
  const bitmap = await createImageBitmap(frame);
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
}

/** The last frame stays. */
function pause() {
  call.abort();
  call = undefined;
  say('');
  toggle.textContent = 'Play';
}

function fail(text) {
  call = undefined;
  say(text, true);
  byId('frame').hidden = true;
  toggle.hidden = false;
  toggle.textContent = 'Try again';
}

toggle.addEventListener('click', () => {
  if (call) {
    pause();
  } else if (toggle.textContent === 'Play') {
    play();
  } else {
    begin();
  }
});

begin();
