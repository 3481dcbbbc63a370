import { isTree } from '../tree.ts';

/** The part of JSONPath that overlays need: members, indices and `*`. Never filters and never descends by itself. */

const STEP = /\.\*|\[\*\]|\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;
const ANY = Symbol('*');

/** Undefined where the text is no path of this kind. */
export function parsePath(text: string): readonly (string | number | typeof ANY)[] | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: (string | number | typeof ANY)[] = [];
  let at = 1;
  while (at < text.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(text);
    if (found === null) return undefined;
    const [all, name, index, single, double] = found;
    const quoted = single ?? double;
    if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? ANY);
    at += all.length;
  }
  return steps;
}

/** Where the value is found: the one that holds it, and under which name. The root is held by nobody. */
export interface Place {
  readonly holder: Record<string, unknown> | unknown[] | undefined;
  readonly key: string | number;
  readonly value: unknown;
}

export function placesAt(root: unknown, steps: NonNullable<ReturnType<typeof parsePath>>): Place[] {
  let places: Place[] = [{ holder: undefined, key: '', value: root }];
  for (const step of steps) places = places.flatMap(({ value }) => below(value, step));
  return places;
}

function below(value: unknown, step: string | number | typeof ANY): Place[] {
  if (Array.isArray(value)) {
    if (step === ANY) return value.map((each, key) => ({ holder: value, key, value: each }));
    return typeof step === 'number' && step < value.length ? [{ holder: value, key: step, value: value[step] }] : [];
  }
  if (!isTree(value)) return [];
  if (step === ANY) return Object.entries(value).map(([key, each]) => ({ holder: value, key, value: each }));
  const key = String(step);
  return Object.hasOwn(value, key) ? [{ holder: value, key, value: value[key] }] : [];
}
