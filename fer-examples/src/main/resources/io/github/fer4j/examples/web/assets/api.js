import {byId, element} from './dom.js';
import {curls} from './curl.js';
import {Schemas} from './schemas.js';
import {admitted, request} from './server.js';

const VERBS = ['get', 'post', 'put', 'patch', 'delete'];

function paragraphs(text) {
  return (text ?? '')
    .split(/\n\s*\n/)
    .filter(part => part.trim() !== '')
    .map(part => element('p', {}, ...inline(part)));
}

/** The one thing of Markdown that our descriptions use. */
function inline(text) {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}

function table(caption, heads, rows) {
  return element(
    'div',
    {className: 'wide'},
    element(
      'table',
      {},
      element('caption', {className: 'unseen'}, caption),
      element('thead', {}, element('tr', {}, ...heads.map(head => element('th', {scope: 'col'}, head)))),
      element('tbody', {}, ...rows.map(cells => element('tr', {}, ...cells))),
    ),
  );
}

function code(label, text) {
  const button = element('button', {type: 'button', 'aria-label': `Copy: ${label}`}, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select it by hand';
    }
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  });
  return element(
    'div',
    {className: 'code'},
    element('div', {className: 'toolbar'}, element('span', {}, label), button),
    element('pre', {}, text),
  );
}

/** Of JSON and of forms; there is nothing to say of the inside of a picture. */
function schemaDetails(what, content, schemas) {
  return Object.entries(content ?? {})
    .filter(([type]) => /json|form-data/.test(type))
    .map(([type, {schema}]) => [`${what}, ${type}`, schemas.text(schema)])
    .filter(([, text]) => text !== '')
    .map(([label, text]) =>
      element(
        'details',
        {},
        element('summary', {}, label),
        element('pre', {}, text),
      ),
    );
}

function operation(path, verb, description, schemas, id) {
  const name = `${verb.toUpperCase()} ${path}`;
  const body = schemas.resolve(description.requestBody ?? {});
  const responses = Object.entries(description.responses ?? {}).map(([status, one]) => ({
    status: Number(status),
    ...schemas.resolve(one),
  }));
  const good = responses.find(({status}) => status < 300);
  return element(
    'article',
    {className: 'operation panel', 'aria-labelledby': id},
    element('h2', {id}, element('span', {className: 'verb'}, verb.toUpperCase()), path),
    ...paragraphs(description.summary),
    ...paragraphs(description.description),
    ...curls(path, verb, body, good).map(({label, text}) => code(label, text)),
    ...parameters(name, (description.parameters ?? []).map(one => schemas.resolve(one))),
    ...schemaDetails('Request body', body.content, schemas),
    statuses(
      `Answers of ${name}`,
      responses.filter(({status}) => status < 400),
    ),
    ...schemaDetails('Answer', good?.content, schemas),
    ...errors(
      `Errors of ${name}`,
      responses.filter(({status}) => status >= 400),
    ),
  );
}

function parameters(name, all) {
  const rows = all.map(one => [
    element('td', {}, element('code', {}, one.name)),
    element('td', {}, one.in),
    element('td', {}, ...inline(one.description ?? '')),
  ]);
  return rows.length === 0
    ? []
    : [table(`Parameters of ${name}`, ['Parameter', 'In', 'Meaning'], rows)];
}

function statuses(caption, responses) {
  const rows = responses.map(({status, description, content}) => {
    const types = status < 400 ? Object.keys(content ?? {}) : [];
    return [
      element('td', {}, element('code', {}, status)),
      element('td', {}, ...inline(description ?? ''), types.length > 0 ? ` (${types.join(', ')})` : ''),
    ];
  });
  return table(caption, ['Status', 'Meaning'], rows);
}

function errors(caption, responses) {
  return responses.length === 0
    ? []
    : [
        element(
          'details',
          {},
          element('summary', {}, 'Errors, as problem details (RFC 9457)'),
          statuses(caption, responses),
        ),
      ];
}

async function show() {
  try {
    await admitted();
    const description = await (await request('/openapi.json')).json();
    const schemas = new Schemas(description);
    const articles = Object.entries(description.paths).flatMap(([path, verbs]) =>
      VERBS.filter(verb => verb in verbs).map(verb =>
        operation(path, verb, verbs[verb], schemas, `${verb}${path.replaceAll(/\W+/g, '-')}`),
      ),
    );
    byId('operations').replaceChildren(...articles);
    byId('message').textContent = '';
  } catch (problem) {
    byId('message').textContent = problem.message;
    byId('message').className = 'message error';
  }
}

show();
