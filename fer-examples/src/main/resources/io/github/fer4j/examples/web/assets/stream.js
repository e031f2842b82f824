import {byId} from './dom.js';
import {admitted, request} from './server.js';

const FEED = '/video_feed';
const image = byId('stream');
const still = byId('still');
const toggle = byId('toggle');
let playing = false;

function say(text, failed = false) {
  byId('message').textContent = text;
  byId('message').className = failed ? 'message error' : 'message';
}

async function begin() {
  await admitted();
  say('Connecting…');
  toggle.hidden = true;
  try {
    const model = await (await request('/api/v1/model')).json();
    if (!model.stream) {
      say('The server has no source to show. Start it with --source and a camera’s number or a film’s file.');
      return;
    }
  } catch (problem) {
    fail(problem.message);
    return;
  }
  play();
}

function play() {
  playing = true;
  image.src = `${FEED}?${Date.now()}`; // a name of its own, or the browser shows the frame of before
  image.hidden = false;
  still.hidden = true;
  byId('frame').hidden = false;
  toggle.hidden = false;
  toggle.textContent = 'Pause';
  waitForFrame();
}

function waitForFrame() {
  if (playing && image.naturalWidth === 0) {
    setTimeout(waitForFrame, 100);
  } else if (playing) {
    say('');
  }
}

function pause() {
  playing = false;
  still.width = image.naturalWidth;
  still.height = image.naturalHeight;
  still.getContext('2d').drawImage(image, 0, 0);
  still.hidden = false;
  image.hidden = true;
  image.removeAttribute('src');
  toggle.textContent = 'Play';
}

function fail(text) {
  playing = false;
  say(text, true);
  image.removeAttribute('src');
  byId('frame').hidden = true;
  toggle.hidden = false;
  toggle.textContent = 'Try again';
}

/** An image does not say why it has none, so the server is asked. */
image.addEventListener('error', async () => {
  if (!playing) {
    return;
  }
  const call = new AbortController();
  try {
    await request(FEED, {signal: call.signal});
    fail('The stream ended.');
  } catch (problem) {
    fail(problem.message);
  } finally {
    call.abort();
  }
});

toggle.addEventListener('click', () => {
  if (playing) {
    pause();
  } else if (toggle.textContent === 'Play') {
    play();
  } else {
    begin();
  }
});

begin();
