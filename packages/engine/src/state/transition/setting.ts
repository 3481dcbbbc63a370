import { isObject } from '../../schema/json-schema.ts';
import { parseDuration, printDuration } from '../../time/duration.ts';
import { membersOf, shown, type TransitionFlaw } from './states.ts';

/** Where a value comes from that a transition sets, or that its answer says. Plain data; never knows requests or stored items. */
export type Setting =
  | { readonly kind: 'value'; readonly value: unknown }
  /** So many milliseconds after now. */
  | { readonly kind: 'now'; readonly plus: number }
  /** Tokens of a JSON pointer into the request body. */
  | { readonly kind: 'body'; readonly path: readonly string[] }
  /** The same into the item. Answers only. */
  | { readonly kind: 'item'; readonly path: readonly string[] }
  /** The address of another path in the sandbox; its parameters are those of the action. Answers only. */
  | { readonly kind: 'link'; readonly template: string };

const FROM_BODY = '$request.body#';
const FROM_ITEM = '$item#';
const LINK = '$link/';
const ALLOWED = {
  set: `a value, $now, $now+${printDuration(300_000)}, or ${FROM_BODY} and a JSON pointer`,
  answer: `a value, $now, $now+${printDuration(300_000)}, ${FROM_ITEM} or ${FROM_BODY} and a JSON pointer, or $link and a path`,
};

export function readSettings(raw: unknown, where: 'set' | 'answer', flaws: TransitionFlaw[]): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  for (const [field, value] of membersOf(raw, [where], flaws)) {
    const setting = settingOf(value);
    const isAllowed = where === 'answer' || (setting?.kind !== 'item' && setting?.kind !== 'link');
    if (setting !== undefined && isAllowed) settings.set(field, setting);
    else flaws.push({ path: [where, field], message: `${field} is ${shown(value)}; allowed: ${ALLOWED[where]}` });
  }
  return settings;
}

function settingOf(value: unknown): Setting | undefined {
  if (typeof value !== 'string' || !value.startsWith('$')) return { kind: 'value', value };
  if (value === '$now') return { kind: 'now', plus: 0 };
  if (value.startsWith(LINK)) return { kind: 'link', template: value.slice(LINK.length - 1) };
  if (value.startsWith('$now+')) {
    const plus = parseDuration(value.slice('$now+'.length));
    return plus === undefined ? undefined : { kind: 'now', plus };
  }
  for (const [kind, start] of [['body', FROM_BODY] as const, ['item', FROM_ITEM] as const]) {
    const path = value.startsWith(start) ? tokensOf(value.slice(start.length)) : undefined;
    if (path !== undefined) return { kind, path };
  }
  return undefined;
}

function tokensOf(pointer: string): string[] | undefined {
  if (pointer !== '' && !pointer.startsWith('/')) return undefined;
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at the place, null where there is none. */
export function valueIn(body: unknown, path: readonly string[]): unknown {
  let current = body;
  for (const token of path) {
    if (Array.isArray(current)) current = current[Number(token)];
    else current = isObject(current) && Object.hasOwn(current, token) ? current[token] : undefined;
  }
  return current ?? null;
}
