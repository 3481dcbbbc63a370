import { call, settings } from './control.js';
import { byId, element } from './elements.js';

const TTL = '10m';

/** Common ways to fail come first, in words of everyday; the others of the catalogue follow in its own. */
const COMMON = {
  status: ['Unavailable', '503 instead of an answer'],
  latency: ['Slow', 'two seconds late'],
  reset: ['Connection reset', 'the connection breaks off'],
  'rate-limit': ['Rate limited', '429 with Retry-After'],
  drift: ['Drift', 'data that the document does not allow'],
};
/** They know no operation. */
const WIDE = ['listener', 'webhook'];

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
  let buttons = [];

  /** What this sandbox may use, by the catalogue: asked once control answers. */
  async function offer() {
    const { kinds } = await (await call('/faults/kinds')).json();
    const usable = kinds.filter(({ rule }) => rule !== null);
    const isCommon = ({ kind }) => Object.hasOwn(COMMON, kind);
    const make = (kind) => switchOf(kind, () => ruleFor(kind, operation.value), attempt);
    const common = usable.filter(isCommon).map(make);
    const others = usable.filter((kind) => !isCommon(kind)).map(make);
    byId('switches').replaceChildren(...common.map(({ row }) => row));
    byId('more-switches').replaceChildren(...others.map(({ row }) => row));
    byId('more-faults').hidden = others.length === 0;
    byId('more-count').textContent = String(others.length);
    buttons = [...common, ...others];
  }

  async function load() {
    if (buttons.length === 0) await offer();
    const { faults: inForce } = await (await call('/faults')).json();
    for (const { id, show } of buttons) show(inForce.find((rule) => rule.id === id));
    const others = inForce.filter(({ id }) => !buttons.some((each) => each.id === id));
    rules.replaceChildren(...others.map((rule) => otherRule(rule, attempt)));
  }
  fillOperations(operation);
  return { load };
}

function ruleFor({ rule, layers }, operation) {
  const isForOne = operation !== '' && !WIDE.includes(layers[0]);
  return { ...rule, ttl: TTL, ...(isForOne && { where: { operation } }) };
}

function switchOf({ kind, summary }, rule, attempt) {
  const id = `page-${kind}`;
  const [name, what] = COMMON[kind] ?? [kind, summary];
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
