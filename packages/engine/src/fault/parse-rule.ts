import { isObject } from '../schema/json-schema.ts';
import { parseDuration, printDuration } from '../time/duration.ts';
import { EVERY_SANDBOX } from './entry.ts';
import type { FaultKind, Layer } from './fault-kind.ts';
import { invalid, membersOf, shown, unknownName } from './invalid.ts';
import type { ReadFile } from './option-value.ts';
import { parseOptions } from './parse-options.ts';
import { parseTtl, parseWhen } from './parse-when.ts';
import { type KnownApi, parseWhere } from './parse-where.ts';
import type { RuleInput } from './rule.ts';
import type { CompiledWhen } from './when.ts';
import type { CompiledWhere } from './where.ts';

/** Reads a rule as a whole from unknown JSON; what is wrong in it is refused with a StuntError that names it. Keeps nothing. */
export interface ParsedRule {
  readonly kind: FaultKind<unknown>;
  readonly layer: Layer;
  readonly options: unknown;
  readonly where: CompiledWhere;
  readonly when: CompiledWhen;
  /** Milliseconds. */
  readonly ttl: number | undefined;
  readonly input: RuleInput;
  readonly notes: readonly string[];
}

export interface RuleSurroundings {
  readonly kinds: readonly FaultKind<unknown>[];
  readonly apis: readonly KnownApi[];
  readonly sandboxes: ReadonlySet<string>;
  /** The one whose requests come to the data port without a name. */
  readonly defaultSandbox: string;
  /** Whether a sandbox has a listener of its own. */
  readonly hasListener?: (sandbox: string) => boolean;
  /** Only this machine can reach the double. */
  readonly loopback: boolean;
  /** The port speaks TLS; undefined where there is no port to tell. */
  readonly tls?: boolean | undefined;
  readonly readFile: ReadFile;
}

const FIELDS = ['kind', 'options', 'where', 'when', 'ttl'];
const TTL_OFF_LOOPBACK = '1h';

export function parseRule(sandbox: string, given: unknown, around: RuleSurroundings): ParsedRule {
  if (sandbox !== EVERY_SANDBOX && !around.sandboxes.has(sandbox))
    throw unknownName('sandbox', 'sandbox', sandbox, around.sandboxes);
  const fields = membersOf(given, 'The rule', FIELDS);
  const kind = kindOf(fields.kind, around.kinds);
  const options = optionsOf(kind, fields.options, around.readFile);
  const layer = kind.layerOf(options);
  const where = parseWhere(fields.where, around.apis);
  const asked = parseTtl(fields.ttl);
  const ttl = asked ?? (around.loopback ? undefined : parseDuration(TTL_OFF_LOOPBACK));
  const when = parseWhen(fields.when, ttl);
  if (kind.kind === 'tls' && around.tls === false)
    throw invalid('This double speaks no TLS, so that no handshake can fail: start it with --tls.');
  if (layer === 'listener') refuseListener(kind, sandbox, fields, around);
  const notes =
    ttl === asked ? [] : [`Others can reach this double, so a rule without ttl is gone after ${TTL_OFF_LOOPBACK}.`];
  const input: RuleInput = { ...fields, kind: kind.kind, ...(ttl !== undefined && { ttl: printDuration(ttl) }) };
  return { kind, layer, options, where, when, ttl, input, notes };
}

function kindOf(given: unknown, kinds: readonly FaultKind<unknown>[]): FaultKind<unknown> {
  const found = kinds.find(({ kind }) => kind === given);
  if (found !== undefined) return found;
  const names = kinds.map(({ kind }) => kind);
  if (typeof given === 'string') throw unknownName('kind', 'kind', given, names);
  throw invalid(`The rule has no kind. There are ${names.join(', ')}.`);
}

function optionsOf(kind: FaultKind<unknown>, given: unknown, readFile: ReadFile): unknown {
  if (given !== undefined && !isObject(given)) throw invalid(`options is ${shown(given)}; it has to be an object.`);
  const parsed = parseOptions(kind, given ?? {}, readFile);
  if (parsed.kind === 'refused') throw invalid(parsed.problems.join(' '));
  return parsed.options;
}

/** A listener is asked before there is a request: it belongs to everybody on its port, and knows only time. */
function refuseListener(
  { kind }: FaultKind<unknown>,
  sandbox: string,
  { where, when }: Readonly<Record<string, unknown>>,
  { sandboxes, defaultSandbox, hasListener }: RuleSurroundings,
): void {
  const isWholePort = sandbox === EVERY_SANDBOX || (sandbox === defaultSandbox && sandboxes.size === 1);
  if (!isWholePort && !hasListener?.(sandbox))
    throw invalid(
      `${kind} acts on the whole port, which sandbox ${sandbox} shares with ${others(sandbox, sandboxes)}.`,
      `Give it for every sandbox ("*"), or make the sandbox with a port of its own (sandbox create --listen), or take a kind that acts on requests, such as reset with at: before.`,
    );
  if (isObject(where) && Object.keys(where).length > 0)
    throw invalid(`${kind} acts before there is a request, so that it takes no where.`);
  const ofRequests = Object.keys(isObject(when) ? when : {}).filter((name) => name !== 'schedule' && name !== 'flap');
  if (ofRequests.length > 0)
    throw invalid(
      `${kind} acts before there is a request, so that it takes no when.${ofRequests.join(' or when.')}; it takes schedule and flap.`,
    );
}

const SHOWN = 3;

/** A partner is not told of all the others. */
function others(sandbox: string, sandboxes: ReadonlySet<string>): string {
  const names = [...sandboxes].filter((name) => name !== sandbox);
  return names.length <= SHOWN ? names.join(', ') : `${names.length} others`;
}
