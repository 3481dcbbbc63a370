import { call } from './control.js';
import { byId, element } from './elements.js';
import { wordsFor } from './words.js';

const SHOWN = 20;

/** The last requests of the sandbox, newest first. */
export function requests() {
  const list = byId('requests');
  const note = byId('requests-note');
  const known = new Set();
  const say = (words) => {
    note.textContent = words;
    note.hidden = words === '';
  };
  const add = (entry) => {
    if (known.has(entry.id)) return;
    known.add(entry.id);
    list.prepend(row(entry));
    while (list.children.length > SHOWN) list.lastElementChild.remove();
    say('');
  };
  return {
    add,
    say,
    async load() {
      const { requests: entries } = await (await call(`/requests?limit=${SHOWN}`)).json();
      known.clear();
      list.replaceChildren();
      for (const entry of entries) add(entry);
      if (entries.length === 0) say('Nothing yet. Make the first call: it appears here by itself.');
    },
  };
}

function row(entry) {
  const { status, operation, method, template, at, durationMs } = entry;
  const time = new Date(at);
  const wrong = wordsFor(entry);
  return element(
    'li',
    { class: 'request' },
    element('span', { class: `status ${tone(status)}` }, status === 0 ? 'none' : String(status)),
    element('span', { class: 'what' }, element('b', {}, method), ' ', template ?? 'no operation'),
    element(
      'span',
      { class: 'when' },
      element('time', { datetime: time.toISOString() }, time.toLocaleTimeString()),
      ` · ${durationMs < 1 ? '<1' : Math.round(durationMs)} ms`,
    ),
    operation === undefined || operation === `${method} ${template}`
      ? undefined
      : element('span', { class: 'operation' }, operation),
    wrong.length === 0
      ? undefined
      : element('ul', { class: 'wrong' }, ...wrong.map((words) => element('li', {}, words))),
  );
}

function tone(status) {
  if (status === 0 || status >= 500) return 'bad';
  return status >= 400 ? 'odd' : 'good';
}
