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
    {className: 'wide', tabIndex: 0, role: 'region', 'aria-label': caption},
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
    element('pre', {tabIndex: 0, role: 'region', 'aria-label': label}, text),
  );
}

function schemaDetails(label, text) {
  return text === ''
    ? []
    : [
        element(
          'details',
          {},
          element('summary', {}, label),
          element('pre', {tabIndex: 0, role: 'region', 'aria-label': label}, text),
        ),
      ];
}

function operation(path, verb, description, schemas, id) {
  const parameters = (description.parameters ?? []).map(one => schemas.resolve(one));
  const body = schemas.resolve(description.requestBody ?? {});
  const responses = Object.entries(description.responses ?? {}).map(([status, one]) => [
    status,
    schemas.resolve(one),
  ]);
  const good = responses.find(([status]) => status.startsWith('2'))?.[1];
  const parts = [
    element('h2', {id}, element('span', {className: 'verb'}, verb.toUpperCase()), path),
    ...paragraphs(description.summary),
    ...paragraphs(description.description),
    ...curls(path, verb, body, good).map(({label, text}) => code(label, text)),
  ];
  if (parameters.length > 0) {
    parts.push(
      table(
        `Parameters of ${path}`,
        ['Parameter', 'In', 'Meaning'],
        parameters.map(one => [
          element('td', {}, element('code', {}, one.name)),
          element('td', {}, one.in),
          element('td', {}, ...inline(one.description ?? '')),
        ]),
      ),
    );
  }
  for (const [type, content] of Object.entries(body.content ?? {})) {
    parts.push(...schemaDetails(`Request body, ${type}`, schemas.text(content.schema)));
  }
  parts.push(
    table(
      `Answers of ${path}`,
      ['Status', 'Meaning', 'Body'],
      responses.map(([status, one]) => [
        element('td', {}, element('code', {}, status)),
        element('td', {}, ...inline(one.description ?? '')),
        element('td', {}, Object.keys(one.content ?? {}).join(', ')),
      ]),
    ),
  );
  for (const [type, content] of Object.entries(good?.content ?? {})) {
    parts.push(...schemaDetails(`Answer, ${type}`, schemas.text(content.schema)));
  }
  return element('article', {className: 'operation panel', 'aria-labelledby': id}, ...parts);
}

async function show() {
  await admitted();
  try {
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
