const WINDOW_MILLIS = 3000;

/** How many results came, and how long they took, of late. */
export class Rates {
  total = 0;
  #results = [];

  clear() {
    this.total = 0;
    this.#results = [];
  }

  add(latency, {wait = 0, decode = 0, analyze = 0} = {}) {
    const now = performance.now();
    this.total++;
    this.#results.push({now, latency, server: wait + decode + analyze});
    while (this.#results[0].now < now - WINDOW_MILLIS) {
      this.#results.shift();
    }
  }

  get perSecond() {
    const span = (this.#results.at(-1).now - this.#results[0].now) / 1000;
    return span > 0 ? (this.#results.length - 1) / span : 0;
  }

  get latency() {
    return median(this.#results.map(result => result.latency));
  }

  get server() {
    return median(this.#results.map(result => result.server));
  }
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
