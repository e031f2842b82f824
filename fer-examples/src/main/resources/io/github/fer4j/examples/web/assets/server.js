import {element} from './dom.js';

const PLAIN = {
  'body-too-large': 'The file is larger than the server takes.',
  'picture-too-large': 'The picture has more pixels than the server takes.',
  'decode-timeout': 'The picture took too long to read.',
  'no-source': 'The server has no camera or film to show.',
  'too-many-viewers': 'As many people as the server can serve are watching already.',
  'too-many-live': 'As many cameras as the server can serve are connected already.',
  unauthorized: 'The server asks for its access token.',
  stopping: 'The server is stopping.',
  busy: 'The server is busy.',
};

/** An answer that is no result: what to tell people, and what to do about it. */
export class Problem extends Error {
  constructor(code, message, retryAfterSeconds) {
    super(message);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** From an RFC 9457 body, or whatever came instead of one. */
  static of(status, text, retryAfter) {
    let body = {};
    try {
      body = JSON.parse(text) ?? {};
    } catch {
      // something between us and the server answered
    }
    const seconds = Number(retryAfter);
    const detail = sentence(body.detail ?? `The server answered with status ${status}.`);
    const plain = PLAIN[body.code];
    return new Problem(
      body.code ?? `status-${status}`,
      plain && !detail.startsWith(plain) ? `${plain} ${detail}` : detail,
      status === 503 && retryAfter && Number.isFinite(seconds) ? seconds : undefined,
    );
  }
}

function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}

export const UNREACHABLE = 'The server does not answer. Is it still running?';

const NOT_SIGNED_IN =
  'The server serves those who know its access token, and none was given. Try again, or load the' +
  ' page anew, to be asked for it.';

/** fetch, with what went wrong as a Problem. */
export async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new Problem('unreachable', UNREACHABLE);
  }
  if (!response.ok) {
    const text = await response.text();
    throw Problem.of(response.status, text, response.headers.get('Retry-After'));
  }
  return response;
}

/** However many want to be let in, people are asked once. */
let asking;

/**
 * Resolves once the server lets us in; asks for its token where it has one, and throws a Problem
 * where nobody gives it.
 */
export async function admitted() {
  let session;
  try {
    session = await (await request('/api/v1/session')).json();
  } catch {
    return; // whoever asks next says it in its place
  }
  if (session.tokenRequired && !session.authenticated) {
    asking ??= askForToken().finally(() => (asking = undefined));
    await asking;
  }
}

function askForToken() {
  const input = element('input', {
    type: 'password',
    id: 'token',
    autocomplete: 'current-password',
    required: true,
  });
  const failure = element('p', {className: 'message error', role: 'alert'});
  const dialog = element('dialog', {className: 'panel', 'aria-labelledby': 'token-title'});
  return new Promise((resolve, reject) => {
    const form = element(
      'form',
      {
        onsubmit: async event => {
          event.preventDefault();
          failure.textContent = '';
          try {
            await request('/api/v1/session', {
              method: 'POST',
              headers: {'Content-Type': 'application/json'},
              body: JSON.stringify({token: input.value}),
            });
            resolve();
            dialog.close();
            dialog.remove();
          } catch (e) {
            failure.textContent =
              e.code === 'unauthorized' ? 'That is not the server’s token.' : e.message;
            input.select();
          }
        },
      },
      element('h2', {id: 'token-title'}, 'Access token'),
      element('p', {}, 'The server was started with --token and serves those who know it.'),
      element('label', {htmlFor: 'token'}, 'Token'),
      input,
      element(
        'div',
        {className: 'controls'},
        element('button', {className: 'primary'}, 'Sign in'),
        element('button', {type: 'button', onclick: () => dialog.close()}, 'Cancel'),
      ),
      failure,
    );
    // Also by Escape, which a page cannot refuse twice: who does not know the token may still read on.
    dialog.addEventListener('close', () => {
      dialog.remove();
      reject(new Problem('unauthorized', NOT_SIGNED_IN));
    });
    dialog.append(form);
    document.body.append(dialog);
    dialog.showModal();
  });
}
