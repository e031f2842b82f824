import {admitted, request} from './server.js';

const FIRST_PAUSE_MILLIS = 400;
const LONGEST_PAUSE_MILLIS = 5000;
const LONGEST_ANSWER_MILLIS = 10_000;

/**
 * Frames out, results in, never more than one frame under way. A connection that breaks is made
 * again until stop().
 */
export class Connection {
  #listener;
  #socket;
  #pause = FIRST_PAUSE_MILLIS;
  #timer;
  #watchdog;

  /**
   * Calls listener.ready() when a frame may be sent, .result(answer), .problem(text), .lost(text) when
   * it tries again, .refused(text) when it does not.
   */
  constructor(listener) {
    this.#listener = listener;
  }

  start() {
    this.stop();
    this.#connect();
  }

  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#watchdog);
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Sends a frame; false where the connection has gone meanwhile. */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(frame);
    this.#watchdog = setTimeout(() => this.#socket?.close(), LONGEST_ANSWER_MILLIS);
    return true;
  }

  #connect() {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(`${scheme}//${location.host}/api/v1/live`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#pause = FIRST_PAUSE_MILLIS;
      this.#listener.ready();
    };
    socket.onmessage = event => {
      if (socket !== this.#socket) {
        return;
      }
      clearTimeout(this.#watchdog);
      const answer = JSON.parse(event.data);
      if (answer.type === 'result') {
        this.#listener.result(answer);
      } else {
        this.#listener.problem(answer.detail);
      }
      this.#listener.ready();
    };
    socket.onclose = () => {
      if (socket === this.#socket) {
        clearTimeout(this.#watchdog);
        this.#again(socket);
      }
    };
  }

  /** A refused WebSocket does not say why, so the server is asked by other means. */
  async #again(socket) {
    let why = 'The server does not take the camera’s frames now; perhaps too many are connected.';
    let refused = false;
    try {
      await request('/health');
      await admitted();
    } catch (problem) {
      why = problem.message;
      refused = problem.code === 'unauthorized';
    }
    if (socket !== this.#socket) {
      return; // stopped meanwhile, and perhaps started again
    }
    if (refused) {
      this.stop();
      this.#listener.refused(why);
      return;
    }
    this.#listener.lost(`${why} Trying again…`);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), this.#pause);
    this.#pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * this.#pause);
  }
}
