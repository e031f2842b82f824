const LONGEST_SIDE = 640;
const QUALITY = 0.85;

/** A browser that shows no new frame for so long is asked for the one it has. */
const PATIENCE_MILLIS = 250;

/** Takes the video's frames, as small JPEGs, when the connection is ready for one. */
export class FrameSender {
  /** When the frame that is under way was taken. */
  capturedAt = 0;

  #video;
  #connection;
  #canvas = document.createElement('canvas');
  #turn = 0;
  #running = false;

  constructor(video, connection) {
    this.#video = video;
    this.#connection = connection;
  }

  start() {
    this.#running = true;
  }

  stop() {
    this.#running = false;
    this.#turn++;
  }

  /** Sends the next frame that is not the one before. */
  next() {
    const turn = ++this.#turn;
    const take = () => {
      if (turn === this.#turn && this.#running) {
        this.#turn++;
        this.#take(this.#turn);
      }
    };
    this.#video.requestVideoFrameCallback?.(take);
    setTimeout(take, PATIENCE_MILLIS);
  }

  #take(turn) {
    const {videoWidth, videoHeight} = this.#video;
    if (videoWidth === 0) {
      this.next();
      return;
    }
    this.capturedAt = performance.now();
    const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#canvas.getContext('2d').drawImage(this.#video, 0, 0, width, height);
    this.#canvas.toBlob(
      frame => {
        if (frame !== null && turn === this.#turn && this.#running) {
          this.#connection.send(frame);
        }
      },
      'image/jpeg',
      QUALITY,
    );
  }
}
