import { call, settings } from './control.js';
import { byId, element } from './elements.js';

const TTL = '10m';

/** What can be switched: common ways to fail, each under an id of its own, so that a switch finds its rule again. */
const SWITCHES = [
  {
    id: 'page-status',
    name: 'Unavailable',
    what: '503 instead of an answer',
    rule: { kind: 'status', options: { code: 503 } },
  },
  { id: 'page-latency', name: 'Slow', what: 'two seconds late', rule: { kind: 'latency', options: { fixed: '2s' } } },
  { id: 'page-reset', name: 'Connection reset', what: 'the connection breaks off', rule: { kind: 'reset' } },
  { id: 'page-rate-limit', name: 'Rate limited', what: '429 with Retry-After', rule: { kind: 'rate-limit' } },
  { id: 'page-drift', name: 'Drift', what: 'data that the document does not allow', rule: { kind: 'drift' } },
];

/** Switches for faults of this sandbox, and the other rules that are in force in it. */
export function faults() {
  const operation = byId('fault-operation');
  const rules = byId('rules');
  const note = byId('faults-note');
  const attempt = async (act) => {
    try {
      await act();
      note.textContent = '';
    } catch (error) {
      note.textContent = error.message;
    }
    await load().catch(() => {});
  };
  const buttons = SWITCHES.map((each) => switchOf(each, () => ruleFor(each.rule, operation.value), attempt));
  byId('switches').replaceChildren(...buttons.map(({ row }) => row));

  async function load() {
    const { faults: inForce } = await (await call('/faults')).json();
    for (const { id, show } of buttons) show(inForce.find((rule) => rule.id === id));
    const others = inForce.filter(({ id }) => !buttons.some((each) => each.id === id));
    rules.replaceChildren(...others.map((rule) => otherRule(rule, attempt)));
  }
  fillOperations(operation);
  return { load };
}

const ruleFor = (rule, operation) => ({ ...rule, ttl: TTL, ...(operation !== '' && { where: { operation } }) });

function switchOf({ id, name, what }, rule, attempt) {
  const scope = element('span', { class: 'scope' });
  const button = element(
    'button',
    { type: 'button', role: 'switch', 'aria-checked': 'false', id },
    element('span', { class: 'knob', 'aria-hidden': 'true' }),
    element('span', { class: 'words' }, element('b', {}, name), element('span', { class: 'note' }, what), scope),
  );
  const isOn = () => button.getAttribute('aria-checked') === 'true';
  button.addEventListener('click', () =>
    attempt(() => call(`/faults/${id}`, isOn() ? { method: 'DELETE' } : { method: 'PUT', body: rule() })),
  );
  return {
    id,
    row: element('li', {}, button),
    show(inForce) {
      button.setAttribute('aria-checked', String(inForce !== undefined));
      scope.textContent = inForce === undefined ? '' : `on for ${inForce.where?.operation ?? 'every operation'}`;
    },
  };
}

/** A rule that came from elsewhere: the command line, a scenario, a test. */
function otherRule({ id, kind, where }, attempt) {
  const remove = element('button', { type: 'button', 'aria-label': `Remove the rule ${id}` }, 'Remove');
  remove.addEventListener('click', () =>
    attempt(() => call(`/faults/${encodeURIComponent(id)}`, { method: 'DELETE' })),
  );
  const place = where === undefined ? '' : ` where ${JSON.stringify(where)}`;
  return element('li', {}, element('span', {}, element('b', {}, kind), ` ${id}${place}`), remove);
}

async function fillOperations(select) {
  const response = await fetch(`${settings.pages}/operations.json`);
  const { operations } = await response.json();
  select.append(
    ...operations.map(({ id, method, template }) => element('option', { value: id }, `${method} ${template}`)),
  );
}
