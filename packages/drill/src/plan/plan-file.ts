import { type ApiDocument, type AuthMode, nearestNames, parseDuration } from '@stuntdouble/engine';
import { DrillError } from '../errors.ts';
import type { Mode, ModeRule } from '../mode.ts';
import type { Verdict } from '../verdict.ts';
import { defaultPlan, type Plan, type Thresholds, type Waiver, withDeadline } from './plan.ts';

/** The content of drill.yaml once it was found valid: what drill.schema.json describes, as a type. */
export interface PlanFile {
  readonly version: 1;
  readonly deadline?: string;
  readonly auth?: AuthMode;
  readonly storm?: { readonly attempts?: number; readonly window?: string; readonly redirects?: number };
  readonly retryAfter?: number;
  readonly duplicate?: { readonly methods?: readonly string[]; readonly key?: readonly string[] };
  readonly allow?: Readonly<Record<string, readonly Verdict[]>>;
  /** Names; YAML takes `503` for a number. */
  readonly only?: readonly (string | number)[];
  readonly modes?: Readonly<Record<string, 'off' | ModeInFile>>;
  readonly skip?: readonly (string | number)[];
  readonly waivers?: readonly (Omit<Waiver, 'cell'> & { readonly cell: string | number })[];
}

interface ModeInFile {
  readonly title?: string;
  readonly lasts?: Mode['lasts'];
  readonly for?: Mode['for'];
  readonly rules: readonly ModeRule[];
  readonly afterwards?: readonly ModeRule[];
}

/** The plan of a file, over the default one. @throws DrillError DRILL_PLAN_INVALID where it names what there is not */
export function planOf(file: PlanFile, document: ApiDocument): Plan {
  const modes = modesOf(file);
  const { allow = {} } = file;
  const { transient = defaultPlan.allow.transient, persistent = defaultPlan.allow.persistent, ...allowIn } = allow;
  const skip = (file.skip ?? []).map(String);
  const waivers = (file.waivers ?? []).map((waiver) => ({ ...waiver, cell: String(waiver.cell) }));
  for (const { cell, expires } of waivers) refuseNoDay(cell, expires);
  const names = namesOf(document, modes);
  for (const [place, given] of [
    ...Object.keys(allowIn).map((name) => ['allow', name] as const),
    ...skip.map((name) => ['skip', name] as const),
    ...waivers.map(({ cell }) => ['waivers', cell] as const),
  ])
    refuseUnknown(place, given, names);
  return {
    ...withDeadline(defaultPlan, parseDuration(file.deadline)),
    auth: file.auth ?? defaultPlan.auth,
    thresholds: thresholdsOf(file),
    modes,
    allow: { transient, persistent },
    ...{ allowIn, skip, waivers },
  };
}

function thresholdsOf({ storm = {}, retryAfter, duplicate = {} }: PlanFile): Thresholds {
  const { thresholds } = defaultPlan;
  return {
    stormAttempts: storm.attempts ?? thresholds.stormAttempts,
    stormWindowMs: parseDuration(storm.window) ?? thresholds.stormWindowMs,
    redirects: storm.redirects ?? thresholds.redirects,
    retryAfterShare: retryAfter ?? thresholds.retryAfterShare,
    duplicateMethods: duplicate.methods ?? thresholds.duplicateMethods,
    duplicateKeys: duplicate.key ?? thresholds.duplicateKeys,
  };
}

/** Those of the default plan keep their place; new ones come first, for somebody asked for them. */
function modesOf({ only: names, modes = {} }: PlanFile): Mode[] {
  const only = names?.map(String);
  const known = defaultPlan.modes.map(({ id }) => id);
  for (const id of only ?? [])
    if (!known.includes(id) && modes[id] === undefined) throw unknown('only', 'mode', id, known);
  for (const [id, given] of Object.entries(modes))
    if (given === 'off' && !known.includes(id)) throw unknown('modes', 'mode', id, known);
  const own = Object.entries(modes).flatMap(([id, given]) => (given === 'off' ? [] : [modeOf(id, given)]));
  const replaced = new Map(own.map((mode) => [mode.id, mode]));
  const kept = defaultPlan.modes.flatMap((mode) => {
    if (modes[mode.id] === 'off' || (only !== undefined && !only.includes(mode.id))) return [];
    return [replaced.get(mode.id) ?? mode];
  });
  return [...own.filter(({ id }) => !kept.some((mode) => mode.id === id)), ...kept];
}

function modeOf(id: string, given: ModeInFile): Mode {
  const { rules, lasts = 'persistent', for: applies = 'every', afterwards } = given;
  const title = given.title ?? rules.map(({ kind }) => kind).join(', ');
  return { id, title, lasts, for: applies, rules, ...(afterwards !== undefined && { afterwards }) };
}

interface Names {
  readonly operations: readonly string[];
  readonly modes: readonly string[];
}

const namesOf = ({ operations }: ApiDocument, modes: readonly Mode[]): Names => ({
  operations: operations.map(({ id }) => id),
  modes: modes.map(({ id }) => id),
});

/** `operation`, `mode`, `operation.mode`, either of them `*`. An operation's name may have dots. */
function refuseUnknown(place: string, given: string, { operations, modes }: Names): void {
  if (given === '*' || operations.includes(given) || modes.includes(given)) return;
  const dot = given.lastIndexOf('.');
  const [operation, mode] = [given.slice(0, Math.max(0, dot)), given.slice(dot + 1)];
  if (dot === -1) throw unknown(place, 'operation or mode', given, [...operations, ...modes]);
  if (operation !== '*' && !operations.includes(operation)) throw unknown(place, 'operation', operation, operations);
  if (mode !== '*' && !modes.includes(mode)) throw unknown(place, 'mode', mode, modes);
}

/** One that the calendar does not have would be compared as a word, and be over on another day than was meant. */
function refuseNoDay(cell: string, expires: string): void {
  const time = Date.parse(`${expires}T00:00:00Z`);
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(expires)) return;
  throw new DrillError(
    'DRILL_PLAN_INVALID',
    `The waiver for ${cell} expires on ${expires}, a day that no calendar has; allowed: a day such as 2027-01-31.`,
  );
}

function unknown(place: string, what: string, given: string, names: readonly string[]): DrillError {
  const nearest = nearestNames(given, names);
  return new DrillError(
    'DRILL_PLAN_INVALID',
    `${place} names the ${what} "${given}", which there is not. Nearest: ${nearest.join(', ')}.`,
  );
}
