import {element} from './dom.js';

const KNOWN = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'contempt', 'neutral'];

/** The style class that carries an expression's colour. */
export function tint(emotion) {
  return KNOWN.includes(emotion) ? emotion : 'other';
}

export function percent(probability) {
  return `${Math.round(probability * 100)}\u00a0%`;
}

/** A face's probabilities: a table whose bars are decoration and whose numbers are text. */
export class FacePanel {
  #rows = new Map();
  #name = element('small');
  #verdict = element('span');
  #body = element('tbody');
  #caption = element('caption', {className: 'unseen'});
  #dominant;

  constructor() {
    this.header = element('header', {}, element('h3', {}, this.#name, ' ', this.#verdict));
    this.element = element(
      'section',
      {className: 'face'},
      this.header,
      element('table', {className: 'scores'}, this.#caption, this.#body),
    );
  }

  /** Shows a name, its scores (an object, label to probability) and which of them leads. */
  update(name, emotions, dominant) {
    this.#name.textContent = name;
    this.#verdict.textContent = `${dominant} ${percent(emotions[dominant])}`;
    this.#caption.textContent = `${name}, probability of each expression`;
    this.element.setAttribute('aria-label', name);
    if (dominant !== this.#dominant) {
      this.element.className = `face tint-${tint(dominant)}`;
      this.#dominant = dominant;
    }
    const labels = Object.keys(emotions);
    if (labels.length !== this.#rows.size || labels.some(label => !this.#rows.has(label))) {
      this.#makeRows(labels);
    }
    for (const [label, row] of this.#rows) {
      row.fill.style.width = `${Math.max(0, Math.min(1, emotions[label])) * 100}%`;
      row.number.textContent = percent(emotions[label]);
      row.line.classList.toggle('dominant', label === dominant);
    }
  }

  #makeRows(labels) {
    this.#rows.clear();
    for (const label of labels) {
      const fill = element('div', {className: `fill ${tint(label)}`});
      const number = element('td', {className: 'number'});
      const line = element(
        'tr',
        {},
        element('th', {scope: 'row'}, label),
        element('td', {'aria-hidden': 'true'}, element('div', {className: 'groove'}, fill)),
        number,
      );
      this.#rows.set(label, {fill, number, line});
    }
    this.#body.replaceChildren(...[...this.#rows.values()].map(row => row.line));
  }
}

/**
 * Boxes over a picture or video, in shares of it, so that they stay right at any size. They are
 * decoration to a screen reader: the panels say the same.
 */
export class BoxLayer {
  #container;
  #width = 0;
  #height = 0;
  #boxes = new Map();
  #shown = [];

  constructor(container) {
    this.#container = container;
    new ResizeObserver(([{contentRect}]) => {
      this.#width = contentRect.width;
      this.#height = contentRect.height;
      this.#placeTags();
    }).observe(container);
  }

  /** Each item has key, number, box, dominant and probability; width and height are the picture's. */
  show(items, width, height, mirrored = false) {
    const gone = new Set(this.#boxes.keys());
    this.#shown = items.map(item => {
      const own = this.#boxes.get(item.key) ?? this.#make(item.key);
      gone.delete(item.key);
      const left = mirrored ? width - item.box.x - item.box.width : item.box.x;
      const share = {
        left: left / width,
        top: item.box.y / height,
        width: item.box.width / width,
        height: item.box.height / height,
      };
      for (const [side, value] of Object.entries(share)) {
        own.box.style[side] = `${value * 100}%`;
      }
      own.box.className = `box tint-${tint(item.dominant)}`;
      own.number.textContent = items.length > 1 ? `${item.number} ` : '';
      own.words.textContent = `${item.dominant} ${percent(item.probability)}`;
      return {...own, share};
    });
    for (const key of gone) {
      this.#boxes.get(key).box.remove();
      this.#boxes.delete(key);
    }
    this.#placeTags();
  }

  light(key, on) {
    this.#boxes.get(key)?.box.classList.toggle('lit', on);
  }

  /** Hears when the pointer comes over a box, and when it leaves. */
  onPoint(listener) {
    for (const [key, {box}] of this.#boxes) {
      box.addEventListener('pointerenter', () => listener(key, true));
      box.addEventListener('pointerleave', () => listener(key, false));
    }
  }

  #make(key) {
    const number = element('span');
    const words = element('span', {className: 'words'});
    const tag = element('span', {className: 'tag'}, number, words);
    const box = element('div', {className: 'box'}, tag);
    this.#container.append(box);
    const made = {box, tag, number, words};
    this.#boxes.set(key, made);
    return made;
  }

  #placeTags() {
    const many = this.#shown.length > 1;
    for (const {box, tag, share} of this.#shown) {
      box.classList.toggle('small', many && share.width * this.#width < 90);
      tag.classList.toggle('inside', share.top * this.#height < 24);
      tag.classList.toggle('toward-left', share.left * this.#width + 130 > this.#width);
    }
  }
}
