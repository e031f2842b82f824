/** The visitor's camera, and plain words for why there is none. */
export class Camera {
  #video;
  #stream;
  #onlost;
  #run = 0;

  /** Tells onlost why the picture ended without having been stopped. */
  constructor(video, onlost) {
    this.#video = video;
    this.#onlost = onlost;
  }

  get running() {
    return this.#stream !== undefined;
  }

  /**
   * Resolves to whether the camera runs: not where start() or stop() was called meanwhile. Throws an
   * Error whose message is for people.
   */
  async start(deviceId) {
    this.stop();
    const run = this.#run;
    if (!window.isSecureContext) {
      throw new Error(
        'Browsers give the camera only to pages from this very computer (http://localhost) or over' +
          ' HTTPS. Open this page by one of them; the server serves HTTPS with --tls-keystore.',
      );
    }
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Error('This browser gives pages no camera.');
    }
    const wanted = {width: {ideal: 640}, height: {ideal: 480}, frameRate: {ideal: 30}};
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: deviceId ? {...wanted, deviceId: {exact: deviceId}} : {...wanted, facingMode: 'user'},
      });
      if (run === this.#run) {
        await this.#show(stream);
      } else {
        end(stream); // nobody else knows of it, and it would watch on
      }
    } catch (e) {
      if (run === this.#run) {
        this.stop();
        throw new Error(reason(e));
      }
    }
    return run === this.#run;
  }

  #show(stream) {
    this.#stream = stream;
    stream.getVideoTracks()[0].addEventListener('ended', () => {
      if (this.#stream === stream) {
        this.stop();
        this.#onlost('The camera ended: it was unplugged, or its permission was taken back.');
      }
    });
    this.#video.srcObject = stream;
    return this.#video.play();
  }

  stop() {
    this.#run++;
    if (this.#stream) {
      end(this.#stream);
    }
    this.#stream = undefined;
    this.#video.srcObject = null;
  }

  get facesAway() {
    return this.#settings.facingMode === 'environment';
  }

  get deviceId() {
    return this.#settings.deviceId;
  }

  get #settings() {
    return this.#stream?.getVideoTracks()[0].getSettings() ?? {};
  }

  /** The cameras there are; they have names once one was allowed. */
  static async all() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter(device => device.kind === 'videoinput');
  }
}

function end(stream) {
  stream.getTracks().forEach(track => track.stop());
}

function reason(e) {
  switch (e.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return (
        'The camera was refused. Allow it for this page, by the sign beside its address or in the' +
        ' browser’s settings, then start again.'
      );
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'No camera was found. Connect one, then start again.';
    case 'NotReadableError':
    case 'AbortError':
      return 'The camera is busy: another program uses it, or it does not start. Close what uses it, then start again.';
    default:
      return `The camera does not start: ${e.message}`;
  }
}
