const LONGEST_SIDE = 640;
const QUALITY = 0.85;

/** A browser that tells of no new frame for so long is asked for the one it has. */
const PATIENCE_MILLIS = 250;

/** Takes the video's frames, as small JPEGs, when the connection is ready for one. */
export class FrameSender {
  /** When the frame that is under way was shown. */
  capturedAt = 0;

  #video;
  #connection;
  #canvas = document.createElement('canvas');
  #running = false;
  #wanted = false;
  #shownAt;
  #timer;
  #run = 0;
  #taken = 0;

  constructor(video, connection) {
    this.#video = video;
    this.#connection = connection;
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      this.#watch(++this.#run);
    }
  }

  stop() {
    this.#running = false;
    this.#wanted = false;
    this.#shownAt = undefined;
    clearTimeout(this.#timer);
  }

  /** Sends the frame that is shown, or the next one if that was sent before. */
  next() {
    this.#wanted = true;
    clearTimeout(this.#timer);
    if (this.#shownAt !== undefined) {
      this.#take();
    } else {
      this.#timer = setTimeout(() => this.#take(), PATIENCE_MILLIS);
    }
  }

  /** Not every browser tells of a video's frames; without, patience sets the pace. */
  #watch(run) {
    this.#video.requestVideoFrameCallback?.(now => {
      if (this.#running && run === this.#run) {
        this.#shownAt = now;
        this.#take();
        this.#watch(run);
      }
    });
  }

  #take() {
    if (!this.#running || !this.#wanted) {
      return;
    }
    const {videoWidth, videoHeight} = this.#video;
    if (videoWidth === 0) {
      this.#shownAt = undefined;
      this.next();
      return;
    }
    clearTimeout(this.#timer);
    this.#wanted = false;
    this.capturedAt = this.#shownAt ?? performance.now();
    this.#shownAt = undefined;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#canvas.getContext('2d').drawImage(this.#video, 0, 0, width, height);
    const taken = ++this.#taken;
    this.#canvas.toBlob(
      frame => {
        if (!this.#running || this.#wanted || taken !== this.#taken) {
          return; // the connection is a new one, and asked for a frame of its own
        }
        if (frame === null) {
          this.next();
        } else {
          this.#connection.send(frame);
        }
      },
      'image/jpeg',
      QUALITY,
    );
  }
}
