/**
 * What names of webhooks say: `intake.created`, `intakeCreated`, `newPet`, `on_pet_updated` are a resource and what happened to
 * it. Goes by words only; case and separators do not count.
 */

/** Said of events in general: tell nothing. */
const FILLERS = new Set([
  'on',
  'event',
  'webhook',
  'hook',
  'has',
  'been',
  'was',
  'is',
  'notification',
  'notify',
  'a',
  'an',
]);

/** Words for what can happen to any resource. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  created: ['created', 'create', 'new', 'added', 'add', 'opened', 'registered', 'inserted'],
  updated: ['updated', 'update', 'changed', 'change', 'modified', 'modify', 'edited', 'edit', 'patched'],
  deleted: ['deleted', 'delete', 'removed', 'remove', 'destroyed', 'destroy'],
};

/** Past forms that their verb does not show. */
const IRREGULAR: Readonly<Record<string, string>> = {
  paid: 'pay',
  sent: 'send',
  withdrawn: 'withdraw',
  held: 'hold',
  begun: 'begin',
  lost: 'lose',
  undone: 'undo',
  done: 'do',
  sold: 'sell',
  bought: 'buy',
  chosen: 'choose',
  frozen: 'freeze',
  unfrozen: 'unfreeze',
};

export interface Happening {
  readonly kind: 'created' | 'updated' | 'deleted';
  /** The template of the item: `/intakes/{id}`. */
  readonly resource: string;
  /** What was done, where it is more than a change: the last word of `/intakes/{id}/submit`. */
  readonly action: string | undefined;
}

/** Of `names` those that the happening fires: the action's own where there are any, else those of its kind. */
export function namesFiredBy(names: readonly string[], { kind, resource, action }: Happening): string[] {
  const things = resourceWords(resource);
  const fired = (isVerb: (word: string) => boolean): string[] =>
    names.filter((name) =>
      things.some((thing) => {
        const verb = verbOf(name, thing);
        return verb !== undefined && isVerb(verb);
      }),
    );
  if (action !== undefined) {
    const wanted = stem(wordsOf(action).join(''));
    const own = fired((verb) => stem(verb) === wanted);
    if (own.length > 0) return own;
  }
  const verbs = new Set(KINDS[kind]);
  return fired((verb) => verbs.has(verb));
}

/** What is left of the name where the words of the thing are taken out; undefined where they are not in it, or nothing is left. */
function verbOf(name: string, thing: readonly string[]): string | undefined {
  const all = wordsOf(name);
  const told = all.filter((word) => !FILLERS.has(word) || thing.includes(word));
  const at = told.findIndex((_, start) => thing.every((word, i) => singular(told[start + i] ?? '') === word));
  if (at === -1) return undefined;
  const rest = told.toSpliced(at, thing.length);
  return rest.length === 0 ? undefined : rest.join('');
}

/** `/v1/webhook-subscriptions/{id}`: the whole name of the collection, its last word, and its name with that of the thing that it is of. */
export function resourceWords(template: string): readonly (readonly string[])[] {
  const fixed = template.split('/').filter((segment) => segment !== '' && !segment.includes('{'));
  const words = wordsOf(fixed.at(-1) ?? '').map(singular);
  if (words.length === 0) return [];
  const above = wordsOf(fixed.at(-2) ?? '').map(singular);
  const last = words.length > 1 ? [words.slice(-1)] : [];
  return above.length === 0 ? [words, ...last] : [words, ...last, [...above, ...words]];
}

/** Whether it asks for a test delivery: the last word of `POST /hooks/{id}/pings`, or the webhook that it sends. */
export const isPing = (name: string): boolean =>
  /^(send)?(webhook)?(ping|test)(event|delivery|webhook)?s?$/.test(plainName(name));

/** Whether two names are one but for case and separators. */
export const sameName = (a: string, b: string): boolean => plainName(a) === plainName(b);

export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** `intakeCreated`, `intake.created`, `INTAKE_CREATED`: intake, created. */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? [];

export function singular(word: string): string {
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  if (/(ss|us|is)$/.test(word)) return word;
  return word.replace(/s$/, '');
}

/** `submit`, `submitted`; `complete`, `completed`; `cancel`, `cancelled`; `verify`, `verified`: one each. */
function stem(word: string): string {
  const regular = IRREGULAR[word] ?? word;
  return regular
    .replace(/ied$/, 'y')
    .replace(/(ed|ing)$/, '')
    .replace(/e$/, '')
    .replace(/([^aeiou])\1$/, '$1');
}
