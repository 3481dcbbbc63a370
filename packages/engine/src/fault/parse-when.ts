import { DURATION_FORM, parseDuration, printDuration } from '../time/duration.ts';
import { invalid, membersOf, shown } from './invalid.ts';
import type { CompiledWhen } from './when.ts';

/** Reads `when` and `ttl` of a rule, and refuses times that can never come. */

const FIELDS = ['probability', 'after', 'times', 'every', 'schedule', 'flap', 'ramp', 'maxActive'];

export function parseWhen(given: unknown, ttl: number | undefined): CompiledWhen {
  const fields = given === undefined ? {} : membersOf(given, 'when', FIELDS);
  const when: CompiledWhen = {
    probability: fractionOf(fields.probability, 'when.probability') ?? 1,
    after: countOf(fields.after, 'when.after', 0) ?? 0,
    times: countOf(fields.times, 'when.times', 1) ?? Number.POSITIVE_INFINITY,
    every: countOf(fields.every, 'when.every', 1) ?? 1,
    maxActive: countOf(fields.maxActive, 'when.maxActive', 1) ?? Number.POSITIVE_INFINITY,
    schedule: scheduleOf(fields.schedule),
    flap: flapOf(fields.flap),
    ramp: rampOf(fields.ramp),
  };
  const contradiction = contradictionOf(when, fields, ttl);
  if (contradiction !== undefined) throw invalid(contradiction);
  return when;
}

/** Milliseconds; undefined where none was given. */
export function parseTtl(given: unknown): number | undefined {
  return given === undefined ? undefined : durationOf(given, 'ttl', 1);
}

function contradictionOf(when: CompiledWhen, fields: Readonly<Record<string, unknown>>, ttl: number | undefined) {
  const { schedule, flap, ramp } = when;
  if (ramp !== undefined && fields.probability !== undefined)
    return 'when has probability and ramp; a ramp is a probability that changes, so give one of them.';
  const gone =
    ttl === undefined ? undefined : `but the rule is gone after ttl ${printDuration(ttl)}: it would never fire.`;
  if (schedule !== undefined && ttl !== undefined && schedule.start >= ttl)
    return `when.schedule starts at ${printDuration(schedule.start)}, ${gone}`;
  if (flap !== undefined && ttl !== undefined && flap.up >= ttl)
    return `when.flap is up for its first ${printDuration(flap.up)}, ${gone}`;
  if (flap !== undefined && schedule !== undefined && neverTogether(schedule, flap))
    return 'when.flap is up for all of when.schedule: it would never fire.';
  return undefined;
}

function neverTogether(schedule: { start: number; for: number }, flap: { up: number; down: number }): boolean {
  const into = schedule.start % (flap.up + flap.down);
  return into < flap.up && into + schedule.for <= flap.up;
}

function scheduleOf(given: unknown): CompiledWhen['schedule'] {
  if (given === undefined) return undefined;
  const fields = membersOf(given, 'when.schedule', ['start', 'for']);
  return {
    start: fields.start === undefined ? 0 : durationOf(fields.start, 'when.schedule.start', 0),
    for: durationOf(fields.for, 'when.schedule.for', 1),
  };
}

function flapOf(given: unknown): CompiledWhen['flap'] {
  if (given === undefined) return undefined;
  const fields = membersOf(given, 'when.flap', ['up', 'down']);
  return { up: durationOf(fields.up, 'when.flap.up', 1), down: durationOf(fields.down, 'when.flap.down', 1) };
}

function rampOf(given: unknown): CompiledWhen['ramp'] {
  if (given === undefined) return undefined;
  const fields = membersOf(given, 'when.ramp', ['from', 'to', 'over']);
  return {
    from: fractionOf(fields.from, 'when.ramp.from') ?? 0,
    to: fractionOf(fields.to, 'when.ramp.to') ?? 1,
    over: durationOf(fields.over, 'when.ramp.over', 1),
  };
}

function durationOf(given: unknown, part: string, least: number): number {
  const ms = parseDuration(given);
  if (ms === undefined) throw invalid(`${part} is ${shown(given)}; it has to be ${DURATION_FORM}.`);
  if (ms < least) throw invalid(`${part} is ${shown(given)}; it has to be longer than that.`);
  return ms;
}

function fractionOf(given: unknown, part: string): number | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'number' && given >= 0 && given <= 1) return given;
  throw invalid(`${part} is ${shown(given)}; it has to be a number from 0 to 1.`);
}

function countOf(given: unknown, part: string, least: number): number | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= least) return given;
  const never = given === 0 ? ' 0 would never fire.' : '';
  throw invalid(`${part} is ${shown(given)}; it has to be a whole number from ${least}.${never}`);
}
