import {analyze, limits, shrunk} from './analysis.js';
import {announce, byId, count} from './dom.js';
import {PictureCard} from './picture-card.js';
import {admitted} from './server.js';

const AT_ONCE = 2;
const letIn = () => admitted().then(limits);

const waiting = [];
const cards = new Set();
let running = 0;
let given = 0;
let done = 0;
let known = letIn();

/** Why the server takes nothing, until the next pictures ask for the token again. */
let refusal;
known.catch(problem => (refusal = problem));

/** Takes pictures in, in their order, before those of earlier on. */
function add(files) {
  const own = [...files].map(file => new PictureCard(file));
  if (own.length === 0) {
    return;
  }
  if (refusal) {
    refusal = undefined;
    known = letIn();
  }
  given += own.length;
  own.forEach(card => cards.add(card));
  waiting.push(...own);
  byId('list').prepend(...own.map(card => card.element));
  byId('results').hidden = false;
  byId('drop').classList.add('compact');
  tell();
  while (running < AT_ONCE && waiting.length > 0) {
    work();
  }
}

async function work() {
  running++;
  while (waiting.length > 0) {
    const card = waiting.shift();
    await process(card);
    done++;
    tell();
  }
  running--;
}

async function process(card) {
  try {
    if (refusal) {
      throw refusal;
    }
    card.show(await ask(card, await known));
  } catch (problem) {
    if (problem.code === 'unauthorized') {
      refusal = problem;
    }
    card.fail(problem);
    announce(byId('announce'), `${card.name}: ${problem.message}`);
  }
}

/** A picture too large for the server is made smaller here; the boxes stay right, being shares. */
async function ask(card, most) {
  const onprogress = share => card.progress(share);
  if (card.file.size <= most.bodyBytes) {
    try {
      return await analyze(card.file, {onprogress});
    } catch (problem) {
      if (!['body-too-large', 'picture-too-large'].includes(problem.code)) {
        throw problem;
      }
      return await askSmaller(card, most, onprogress, problem);
    }
  }
  return await askSmaller(card, most, onprogress);
}

async function askSmaller(card, most, onprogress, problem) {
  const smaller = await shrunk(card.file, most);
  if (smaller === undefined) {
    if (problem) {
      throw problem;
    }
    return await analyze(card.file, {onprogress}); // the server says it better
  }
  card.sent = smaller;
  return await analyze(smaller, {onprogress});
}

function tell() {
  const faces = [...cards].reduce((sum, card) => sum + card.faces, 0);
  byId('status').textContent =
    done < given
      ? `${done} of ${count(given, 'picture')} done`
      : `${count(given, 'picture')}, ${count(faces, 'face')}`;
  byId('clear').disabled = done < given;
}

byId('files').addEventListener('change', event => {
  add(event.target.files);
  event.target.value = ''; // so that the same file can be picked again
});

byId('drop').addEventListener('submit', event => event.preventDefault());

byId('clear').addEventListener('click', () => {
  cards.forEach(card => card.release());
  cards.clear();
  given = done = 0;
  byId('list').replaceChildren();
  byId('results').hidden = true;
  byId('drop').classList.remove('compact');
  announce(byId('announce'), 'Results cleared');
  byId('files').focus();
});

// The whole page takes what is dropped: a miss must not make the browser leave it.
let depth = 0;
const over = change => {
  depth = Math.max(0, depth + change);
  byId('drop').classList.toggle('over', depth > 0);
};
document.addEventListener('dragenter', () => over(1));
document.addEventListener('dragleave', () => over(-1));
document.addEventListener('dragover', event => event.preventDefault());
document.addEventListener('drop', event => {
  event.preventDefault();
  depth = 0;
  over(0);
  add(event.dataTransfer.files);
});

document.addEventListener('paste', event => {
  const files = event.clipboardData?.files ?? [];
  if (files.length > 0) {
    event.preventDefault();
    add(files);
  } else if (!event.target.closest?.('input')) {
    announce(byId('announce'), 'What was pasted is no picture');
  }
});
