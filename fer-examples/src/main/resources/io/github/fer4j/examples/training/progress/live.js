'use strict';

const SVG = 'http://www.w3.org/2000/svg';
const LEFT = 56;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 34;
const WIDTH = 900;
const HEIGHT = 300;

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function duration(seconds) {
  const minutes = String(Math.floor(seconds / 60) % 60).padStart(seconds >= 3600 ? 2 : 1, '0');
  const rest = String(Math.floor(seconds) % 60).padStart(2, '0');
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${minutes}:${rest}` : `${minutes}:${rest}`;
}

function draw(id, epochs, curves) {
  const chart = document.getElementById(id);
  const values = curves.flatMap(curve => curve.values).filter(Number.isFinite);
  chart.replaceChildren();
  if (values.length === 0) {
    return;
  }
  let low = Math.min(...values);
  let high = Math.max(...values);
  const margin = (high - low || 0.1) * 0.05;
  low -= margin;
  high += margin;
  const x = epoch => LEFT + (epoch - 1) / Math.max(1, epochs - 1) * (WIDTH - LEFT - RIGHT);
  const y = value => TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM);
  for (let i = 0; i <= 4; i++) {
    const value = low + (high - low) * i / 4;
    chart.append(element('line', {x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value)}));
    chart.append(element('text', {x: LEFT - 8, y: y(value) + 5, 'text-anchor': 'end'}, value.toFixed(3)));
  }
  const step = Math.max(1, Math.ceil(epochs / 12));
  for (let epoch = 1; epoch <= epochs; epoch += step) {
    chart.append(element('text', {x: x(epoch), y: HEIGHT - 8, 'text-anchor': 'middle'}, epoch));
  }
  const legend = document.getElementById(id + '-legend');
  legend.replaceChildren();
  curves.forEach((curve, i) => {
    const points = curve.values.map((value, k) => `${x(k + 1)},${y(value)}`);
    if (points.length === 1) {
      const [cx, cy] = points[0].split(',');
      chart.append(element('circle', {cx, cy, r: 4, class: 'c' + i % 4}));
    } else {
      chart.append(element('polyline', {points: points.join(' '), class: 'c' + i % 4}));
    }
    const key = document.createElement('span');
    const sample = element('svg', {viewBox: '0 0 14 14', 'aria-hidden': 'true'});
    sample.append(element('rect', {width: 14, height: 14, rx: 3, class: 'c' + i % 4}));
    const last = curve.values[curve.values.length - 1];
    key.append(sample, `${curve.name}: ${last.toFixed(4)}`);
    legend.append(key);
  });
}

function show(data) {
  document.getElementById('title').textContent = data.title;
  document.title = data.title;
  const rows = data.history;
  const done = data.step
      ? Math.max(rows.length, data.step.epoch - 1 + data.step.step / data.step.steps)
      : rows.length;
  document.getElementById('bar').value = data.finished ? 1 : done / data.epochs;
  const state = document.getElementById('state');
  if (data.finished) {
    state.textContent = `finished after ${rows.length} epochs`;
  } else if (data.step) {
    const now = data.step;
    state.textContent = `epoch ${now.epoch} of ${data.epochs}, step ${now.step} of ${now.steps}: `
        + `loss ${now.loss.toFixed(4)}, accuracy ${now.accuracy.toFixed(4)}, `
        + `${Math.round(now.facesPerSecond)} faces/s, ${duration(data.secondsLeft)} left`;
  }
  if (rows.length > 0) {
    const heads = rows[0].heads.map((head, i) => ({
      name: rows[0].heads.length === 1 ? 'validation' : `validation, ${head.name}`, i}));
    for (const kind of ['loss', 'accuracy']) {
      draw(kind, data.epochs, [{name: 'training', values: rows.map(row => row[kind])}].concat(
          heads.map(head => ({name: head.name, values: rows.map(row => row.heads[head.i][kind])}))));
    }
  }
}

async function update() {
  let wait = 1000;
  try {
    const answer = await fetch('progress.json', {cache: 'no-store'});
    const data = await answer.json();
    show(data);
    wait = data.finished ? 10000 : 1000;
  } catch (error) {
    document.getElementById('state').textContent = 'the training does not answer; it has ended or was stopped';
    wait = 3000;
  }
  setTimeout(update, wait);
}

update();
