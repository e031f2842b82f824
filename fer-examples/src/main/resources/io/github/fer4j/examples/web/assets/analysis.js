import {admitted, Problem, UNREACHABLE} from './server.js';

const PATH = '/api/v1/analyze';
const MOST_ATTEMPTS = 6;
const LONGEST_PAUSE_SECONDS = 10;

/** Smaller than the server's 40 megapixels, and its JPEG than 10 MB, with room. */
const SHRUNK_PIXELS = 12e6;

/**
 * Sends a picture and resolves to the answer, an object or a Blob by what is accepted. A busy server
 * is asked again when it says so, and one that does not know us any more when it does again.
 */
export async function analyze(picture, {accept = 'application/json', onprogress} = {}) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(picture, accept, onprogress);
    } catch (problem) {
      if (attempt === MOST_ATTEMPTS) {
        throw problem;
      } else if (problem.code === 'unauthorized') {
        await admitted();
      } else if (problem.retryAfterSeconds !== undefined) {
        const seconds = Math.min(LONGEST_PAUSE_SECONDS, problem.retryAfterSeconds);
        await new Promise(resolve => setTimeout(resolve, 1000 * seconds + 300 * Math.random()));
      } else {
        throw problem;
      }
    }
  }
}

/** XMLHttpRequest: fetch does not tell how far an upload is. */
function send(picture, accept, onprogress) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', PATH);
    call.responseType = accept === 'application/json' ? 'text' : 'blob';
    call.setRequestHeader('Accept', `${accept}, application/problem+json`);
    call.setRequestHeader(
      'Content-Type',
      picture.type.startsWith('image/') ? picture.type : 'application/octet-stream',
    );
    call.upload.onprogress = event =>
      onprogress?.(event.lengthComputable ? event.loaded / event.total : 0);
    call.onerror = () => reject(new Problem('unreachable', UNREACHABLE));
    call.onload = async () => {
      const body = call.response;
      if (call.status === 200) {
        resolve(accept === 'application/json' ? JSON.parse(body) : body);
        return;
      }
      const text = typeof body === 'string' ? body : await body.text();
      reject(Problem.of(call.status, text, call.getResponseHeader('Retry-After')));
    };
    call.send(picture);
  });
}

/** The limits that the server names, or its defaults. */
export async function limits() {
  try {
    const model = await (await fetch('/api/v1/model')).json();
    return {bodyBytes: model.limits.bodyBytes, pixels: model.limits.pixels};
  } catch {
    return {bodyBytes: 10 * 1024 * 1024, pixels: 40e6};
  }
}

/**
 * A copy small enough for the server, upright, or nothing where the browser cannot read the picture
 * either.
 */
export async function shrunk(file, {bodyBytes, pixels}) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, {imageOrientation: 'from-image'});
  } catch {
    return undefined;
  }
  try {
    let target = Math.min(SHRUNK_PIXELS, pixels, bitmap.width * bitmap.height);
    for (let attempt = 0; attempt < 4; attempt++, target /= 2) {
      const scale = Math.sqrt(target / (bitmap.width * bitmap.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.floor(bitmap.width * scale));
      canvas.height = Math.max(1, Math.floor(bitmap.height * scale));
      canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.92));
      if (blob && blob.size <= bodyBytes) {
        return blob;
      }
    }
    return undefined;
  } finally {
    bitmap.close();
  }
}
