import {percent, tint} from './faces.js';

const SECONDS = 30;
const GAP_SECONDS = 2;
const PACE_SECONDS = 0.15;
const STILL_PACE_SECONDS = 1;
const LABELLED = 0.2;
const MARGIN = {left: 50, right: 74, top: 12, bottom: 24};

/** A running chart of one face's probabilities over the last half minute. */
export class Course {
  #canvas;
  #samples = [];
  #colors = new Map();
  #drawn = -Infinity;
  #still = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(canvas) {
    this.#canvas = canvas;
    new ResizeObserver(() => this.#draw()).observe(canvas);
  }

  clear() {
    this.#samples = [];
    this.#draw();
  }

  add(emotions) {
    const now = performance.now() / 1000;
    this.#samples.push({time: now, emotions});
    while (this.#samples[0].time < now - SECONDS - GAP_SECONDS) {
      this.#samples.shift();
    }
    this.tick();
  }

  /** Moves on, some times a second; with reduced motion less often. */
  tick() {
    const pace = this.#still.matches ? STILL_PACE_SECONDS : PACE_SECONDS;
    if (performance.now() / 1000 - this.#drawn >= pace) {
      this.#draw();
    }
  }

  /** The course in words. */
  summary() {
    if (this.#samples.length === 0) {
      return 'Nothing yet';
    }
    const means = Object.keys(this.#samples[0].emotions).map(label => [
      label,
      this.#samples.reduce((sum, sample) => sum + sample.emotions[label], 0) / this.#samples.length,
    ]);
    means.sort((a, b) => b[1] - a[1]);
    const shown = means.slice(0, 3).map(([label, mean]) => `${label} ${percent(mean)}`);
    return `On average ${shown.join(', ')}`;
  }

  #draw() {
    const now = performance.now() / 1000;
    this.#drawn = now;
    const width = this.#canvas.clientWidth;
    const height = this.#canvas.clientHeight;
    const density = window.devicePixelRatio || 1;
    if (width === 0) {
      return;
    }
    this.#canvas.width = Math.round(width * density);
    this.#canvas.height = Math.round(height * density);
    const pen = this.#canvas.getContext('2d');
    pen.scale(density, density);
    const place = {
      x: time => width - MARGIN.right - ((now - time) / SECONDS) * (width - MARGIN.left - MARGIN.right),
      y: share => MARGIN.top + (1 - share) * (height - MARGIN.top - MARGIN.bottom),
    };
    this.#drawGrid(pen, place, now);
    this.#drawLines(pen, place, now);
  }

  #drawGrid(pen, place, now) {
    pen.font = '12px system-ui, sans-serif';
    pen.fillStyle = this.#color('--on-ground');
    pen.strokeStyle = this.#color('--groove');
    pen.lineWidth = 1;
    pen.textBaseline = 'middle';
    pen.textAlign = 'right';
    for (const share of [0, 0.5, 1]) {
      pen.beginPath();
      pen.moveTo(place.x(now - SECONDS), place.y(share));
      pen.lineTo(place.x(now), place.y(share));
      pen.stroke();
      pen.fillText(`${share * 100}\u00a0%`, MARGIN.left - 6, place.y(share));
    }
    pen.textBaseline = 'top';
    pen.textAlign = 'center';
    for (let ago = 0; ago <= SECONDS; ago += 10) {
      pen.fillText(ago === 0 ? 'now' : `−${ago} s`, place.x(now - ago), place.y(0) + 7);
    }
  }

  #drawLines(pen, place, now) {
    const last = this.#samples.at(-1);
    if (last === undefined) {
      return;
    }
    pen.lineJoin = 'round';
    const taken = [];
    for (const [label, share] of Object.entries(last.emotions).sort((a, b) => a[1] - b[1])) {
      pen.strokeStyle = this.#color(`--${tint(label)}`);
      pen.lineWidth = 2;
      pen.beginPath();
      let before;
      for (const {time, emotions} of this.#samples) {
        if (time < now - SECONDS) {
          continue;
        }
        const joined = before !== undefined && time - before < GAP_SECONDS;
        pen[joined ? 'lineTo' : 'moveTo'](place.x(time), place.y(emotions[label] ?? 0));
        before = time;
      }
      pen.stroke();
      if (share >= LABELLED && now - last.time < GAP_SECONDS) {
        taken.push([label, place.y(share)]);
      }
    }
    this.#drawLabels(pen, place.x(now) + 8, taken);
  }

  /** Beside the lines' ends, pushed apart where they would cover each other. */
  #drawLabels(pen, x, labels) {
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.font = '600 12px system-ui, sans-serif';
    pen.fillStyle = this.#color('--strong-on-ground');
    let free = -Infinity;
    for (const [label, y] of labels.sort((a, b) => a[1] - b[1])) {
      const at = Math.max(y, free);
      free = at + 15;
      pen.fillText(label, x, at);
    }
  }

  #color(name) {
    if (!this.#colors.has(name)) {
      const own = getComputedStyle(this.#canvas).getPropertyValue(name).trim();
      this.#colors.set(name, own || '#ffffff');
    }
    return this.#colors.get(name);
  }
}
