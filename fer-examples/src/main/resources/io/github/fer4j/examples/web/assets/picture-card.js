import {analyze} from './analysis.js';
import {count, element, withDisabled} from './dom.js';
import {BoxLayer, FacePanel} from './faces.js';

const FEW = 2;
const THUMBNAIL = 88;

let serial = 0;

/** One picture: what it is called, how far it is, and what was found in it. */
export class PictureCard {
  faces = 0;
  #title;
  #facts = element('p');
  #view = element('div', {className: 'view'});
  #bar = element('progress', {max: 1});
  #url;

  constructor(file) {
    this.file = file;
    this.sent = file;
    this.name = file.name || 'Pasted picture';
    this.#title = element('h2', {id: `picture-${++serial}`}, this.name);
    this.#bar.setAttribute('aria-labelledby', this.#title.id);
    this.#facts.textContent = 'Waiting';
    this.element = element(
      'article',
      {className: 'picture panel', 'aria-labelledby': this.#title.id},
      element('header', {}, this.#title, this.#facts),
      this.#bar,
    );
  }

  progress(share) {
    if (share < 1) {
      this.#bar.value = share;
      this.#facts.textContent = `Sending, ${Math.round(share * 100)}\u00a0%`;
    } else {
      this.#bar.removeAttribute('value');
      this.#facts.textContent = 'Looking for faces';
    }
  }

  fail(problem) {
    this.#bar.remove();
    this.#facts.textContent = 'No result';
    this.element.dataset.state = 'failed';
    this.element.append(element('p', {className: 'message error'}, problem.message));
  }

  show(result) {
    this.faces = result.faces.length;
    this.#bar.remove();
    this.element.dataset.state = 'done';
    this.element.classList.toggle('few', this.faces > 0 && this.faces <= FEW);
    this.#facts.textContent = `${result.width} × ${result.height}, ${count(this.faces, 'face')}`;
    if (this.sent !== this.file) {
      this.#facts.append(', made smaller for the server');
    }
    this.element.append(this.#view);
    this.#showPicture(result);
    for (const warning of result.warnings ?? []) {
      this.element.append(element('p', {className: 'message'}, warning));
    }
    if (this.faces === 0) {
      this.element.append(
        element(
          'p',
          {className: 'message'},
          'No face was found. fer finds faces seen from the front, about upright, from some 30 pixels on.',
        ),
      );
    }
    this.element.append(this.#download());
  }

  release() {
    URL.revokeObjectURL(this.#url);
  }

  #showPicture(result) {
    const boxes = element('div', {className: 'boxes', 'aria-hidden': 'true'});
    const image = element('img', {
      alt: `${this.name}, ${count(this.faces, 'face')}`,
      width: result.width,
      height: result.height,
    });
    const layer = new BoxLayer(boxes);
    const items = result.faces.map((face, index) => ({
      key: index,
      number: index + 1,
      box: face.box,
      dominant: face.dominant,
      probability: face.emotions[face.dominant],
    }));
    const panels = items.map((item, index) => this.#panel(item, result.faces[index], layer));
    this.#view.append(element('div', {className: 'frame'}, image, boxes));
    if (panels.length > 0) {
      this.#view.append(
        element('div', {className: 'faces'}, ...panels.map(panel => panel.element)),
      );
    }
    image.addEventListener('load', () => {
      if (!sameShape(image, result)) {
        this.#showServersPicture(image, boxes);
        return;
      }
      layer.show(items, result.width, result.height);
      layer.onPoint((key, on) => panels[key].element.classList.toggle('lit', on));
      panels.forEach((panel, index) => addThumbnail(panel, image, result, items[index].box));
    });
    image.addEventListener('error', () => this.#showServersPicture(image, boxes), {once: true});
    this.#url = URL.createObjectURL(this.sent);
    image.src = this.#url;
  }

  #panel(item, face, layer) {
    const panel = new FacePanel();
    panel.update(`Face ${item.number}`, face.emotions, face.dominant);
    panel.element.addEventListener('pointerenter', () => layer.light(item.key, true));
    panel.element.addEventListener('pointerleave', () => layer.light(item.key, false));
    return panel;
  }

  /** A format or an orientation that this browser does not know: the server has drawn it upright. */
  async #showServersPicture(image, boxes) {
    boxes.remove();
    try {
      const annotated = await analyze(this.sent, {accept: 'image/png'});
      const replacement = element('img', {alt: image.alt, width: image.width, height: image.height});
      URL.revokeObjectURL(this.#url);
      this.#url = URL.createObjectURL(annotated);
      replacement.src = this.#url;
      image.replaceWith(replacement);
    } catch (problem) {
      this.element.append(element('p', {className: 'message error'}, problem.message));
    }
  }

  #download() {
    const failure = element('p', {className: 'message error', role: 'alert'});
    const button = element('button', {type: 'button'}, 'Download annotated PNG');
    button.setAttribute('aria-describedby', this.#title.id);
    button.addEventListener('click', () =>
      withDisabled([button], async () => {
        failure.textContent = '';
        try {
          save(await analyze(this.sent, {accept: 'image/png'}), `${stem(this.name)}-annotated.png`);
        } catch (problem) {
          failure.textContent = problem.message;
        }
      }),
    );
    return element('div', {className: 'controls'}, button, failure);
  }
}

function sameShape(image, result) {
  const shown = image.naturalWidth / image.naturalHeight;
  const analyzed = result.width / result.height;
  return Math.abs(shown / analyzed - 1) < 0.02;
}

function addThumbnail(panel, image, result, box) {
  const scale = image.naturalWidth / result.width;
  const canvas = element('canvas', {width: THUMBNAIL, height: THUMBNAIL, 'aria-hidden': 'true'});
  canvas
    .getContext('2d')
    .drawImage(
      image,
      box.x * scale,
      box.y * scale,
      box.width * scale,
      box.height * scale,
      0,
      0,
      THUMBNAIL,
      THUMBNAIL,
    );
  panel.header.prepend(canvas);
}

function stem(name) {
  return name.replace(/\.[^.]*$/, '');
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  element('a', {href: url, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
