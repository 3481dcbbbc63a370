import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { StuntError } from '../errors.ts';
import { DURATION_FORM, parseDuration } from '../time/duration.ts';
import type { Phase, Scenario } from './scenario.ts';

/** Reads a scenario file. Refuses it as a whole, with file, line and column of what is wrong; never looks into the rules, which the faults judge. */
export function parseScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [error] = document.errors;
  if (error) throw refused(`${place(error.pos[0])}: ${error.message.split('\n')[0]}`);
  const at = (path: readonly (string | number)[]): string => place(offsetOf(document.contents, path));
  const value: unknown = document.toJS();
  if (!isRecord(value)) throw refused(`${file}:1:1: a scenario is an object with name, description and phases`);
  return scenarioOf(value, at);
}

/** The same from a value that came as JSON, through the control API. */
export function scenarioFromJson(value: unknown): Scenario {
  if (!isRecord(value)) throw refused('a scenario is an object with name, description and phases');
  return scenarioOf(value, (path) => `/${path.join('/')}`);
}

type At = (path: readonly (string | number)[]) => string;

/** Where each part of a scenario was written, for what is found out about it later. */
const places = new WeakMap<Scenario, At>();

/** `file:line:column` where the scenario was read from a file, else a JSON pointer. */
export const placeIn = (scenario: Scenario, path: readonly (string | number)[]): string =>
  places.get(scenario)?.(path) ?? `/${path.join('/')}`;

function scenarioOf(value: Record<string, unknown>, at: At): Scenario {
  known(value, ['name', 'description', 'loop', 'phases'], [], at);
  const { name, description = '', loop = false, phases } = value;
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(name))
    throw refused(`${at(['name'])}: name is ${shown(name)}; it must be lower case letters, digits and dashes`);
  if (typeof description !== 'string') throw refused(`${at(['description'])}: description must be a text`);
  if (typeof loop !== 'boolean') throw refused(`${at(['loop'])}: loop is ${shown(loop)}; it must be true or false`);
  if (!Array.isArray(phases) || phases.length === 0)
    throw refused(`${at(['phases'])}: phases must be a list with at least one phase`);
  const parsed = phases.map((phase, index) => phaseOf(phase, ['phases', index], at));
  const scenario: Scenario = { name, description, loop, phases: parsed };
  places.set(scenario, at);
  return scenario;
}

function phaseOf(value: unknown, path: readonly (string | number)[], at: At): Phase {
  if (!isRecord(value)) throw refused(`${at(path)}: a phase is an object with name, for or requests, and rules`);
  known(value, ['name', 'for', 'requests', 'rules'], path, at);
  const { name, for: duration, requests, rules = [] } = value;
  if (typeof name !== 'string' || name === '') throw refused(`${at([...path, 'name'])}: a phase needs a name`);
  if ((duration === undefined) === (requests === undefined))
    throw refused(`${at(path)}: phase "${name}" must have either for or requests, to know when it ends`);
  if (duration !== undefined && !parseDuration(duration))
    throw refused(`${at([...path, 'for'])}: for is ${shown(duration)}; write ${DURATION_FORM}`);
  if (requests !== undefined && !(Number.isInteger(requests) && Number(requests) > 0))
    throw refused(`${at([...path, 'requests'])}: requests is ${shown(requests)}; it must be a whole number above 0`);
  if (!Array.isArray(rules) || !rules.every(isRecord))
    throw refused(`${at([...path, 'rules'])}: rules must be a list of rules such as { kind: status }`);
  return {
    name,
    rules,
    ...(typeof duration === 'string' && { for: duration }),
    ...(typeof requests === 'number' && { requests }),
  };
}

function known(
  value: Record<string, unknown>,
  names: readonly string[],
  path: readonly (string | number)[],
  at: At,
): void {
  const stranger = Object.keys(value).find((name) => !names.includes(name));
  if (stranger !== undefined)
    throw refused(`${at([...path, stranger])}: "${stranger}" is no key here; allowed: ${names.join(', ')}`);
}

/** Where the value of a path starts, or the nearest thing above it that is there. */
function offsetOf(contents: Node | null, path: readonly (string | number)[]): number {
  let node: unknown = contents;
  let offset = contents?.range?.[0] ?? 0;
  for (const step of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
    if (pair && isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
    node = pair ? pair.value : (node as { get?(key: unknown, keep: true): unknown } | undefined)?.get?.(step, true);
    if (node === undefined || node === null) break;
    if (!pair) offset = (node as Node).range?.[0] ?? offset;
  }
  return offset;
}

const refused = (message: string): StuntError => new StuntError('SCENARIO_INVALID', message);

const shown = (value: unknown): string => JSON.stringify(value) ?? 'missing';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
