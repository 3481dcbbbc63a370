import { PactError } from '../errors.ts';
import { isObject } from '../pact/json.ts';
import type { Interaction, Json, JsonObject } from '../pact/pact.ts';
import { gateWords, type SetupFailures } from './provider-gate.ts';
import type { InteractionVerification, PactToVerify, PactVerification, VerificationProblem } from './verification.ts';

/** What the verifier does not know: why nothing came. */
interface Circumstances {
  readonly timeoutMs: number;
  readonly failures: SetupFailures;
}

/**
 * Reads what Pact's verifier says of one pact. Judges nothing that it has judged; only what the gate answered in the provider's
 * place gets the gate's words, and what a broker calls pending does not fail.
 */
export function readVerifierResult(
  said: string,
  given: PactToVerify,
  circumstances: Circumstances,
): Pick<PactVerification, 'interactions' | 'success'> {
  const results = resultsIn(said);
  // The interactions of one pact come in its order; a message of several responses is one for the verifier.
  const known = given.pact.interactions.filter(
    (one, index, all) => all.findIndex(({ pointer }) => pointer === one.pointer) === index,
  );
  const judged = results.map((result) => judge(result, given, takeNamed(known, result), circumstances));
  const missing = known.map((interaction) => notVerified(interaction, given.pending));
  return {
    interactions: [...judged.map(({ interaction }) => interaction), ...missing],
    success: missing.length === 0 && judged.every(({ isFailure }) => !isFailure),
  };
}

function resultsIn(said: string): JsonObject[] {
  let parsed: Json;
  try {
    parsed = JSON.parse(said);
  } catch {
    throw new PactError('VERIFIER_FAILED', `the verifier did not verify: ${said.split('\n', 1)[0]}`);
  }
  const results = isObject(parsed) ? parsed.interactionResults : undefined;
  if (Array.isArray(results)) return results.filter(isObject);
  const [first] = isObject(parsed) && Array.isArray(parsed.errors) ? parsed.errors.filter(isObject) : [];
  const why = isObject(first?.mismatch) ? textOf(first.mismatch.message) : undefined;
  throw new PactError('VERIFIER_FAILED', `the verifier has no result${why ? `: ${why}` : ''}`);
}

/** Takes it out of the list, so that two of the same words are told apart by their order. */
function takeNamed(known: Interaction[], { description, providerStates }: JsonObject): Interaction | undefined {
  const states = textsIn(providerStates).join('\n');
  const isSame = (one: Interaction) => one.description === description && namesOf(one).join('\n') === states;
  const index = known.findIndex(isSame);
  const found = index === -1 ? known.findIndex((one) => one.description === description) : index;
  return found === -1 ? undefined : known.splice(found, 1)[0];
}

const namesOf = ({ states }: Interaction): string[] => states.map(({ name }) => name);

function judge(result: JsonObject, given: PactToVerify, known: Interaction | undefined, circumstances: Circumstances) {
  const description = textOf(result.description) ?? '';
  const kind = known?.kind ?? 'http';
  // An endpoint that makes no message may still answer with what happens to match.
  const notMade = kind === 'message' ? circumstances.failures.messages.get(description) : undefined;
  const isOk = result.result === 'OK' && notMade === undefined;
  const isPending = result.pending === true || known?.pending === true;
  const interaction: InteractionVerification = {
    description,
    states: textsIn(result.providerStates),
    kind,
    outcome: isOk ? 'verified' : isPending || given.pending ? 'pending' : 'failed',
    problems: isOk ? [] : problemsIn(result, notMade, circumstances),
    id: known && idOf(given, known),
    durationMs: millisecondsOf(textOf(result.duration)),
  };
  return { interaction, isFailure: !isOk && !isPending };
}

/** What a broker served has an `_id` per interaction. */
function idOf({ pact }: PactToVerify, { pointer }: Interaction): string | undefined {
  const [, list = '', index = ''] = pointer.split('/');
  const members = pact.json[list];
  const raw = Array.isArray(members) ? members[Number(index)] : undefined;
  return isObject(raw) ? textOf(raw._id) : undefined;
}

function notVerified(interaction: Interaction, pending: boolean): InteractionVerification {
  const { description, kind } = interaction;
  const outcome = pending || interaction.pending ? 'pending' : 'failed';
  return {
    description,
    states: namesOf(interaction),
    kind,
    outcome,
    problems: [noAnswer('the verifier said nothing of it', 'other')],
    id: undefined,
    durationMs: undefined,
  };
}

function problemsIn(
  result: JsonObject,
  notMade: string | undefined,
  circumstances: Circumstances,
): VerificationProblem[] {
  const { timeoutMs, failures } = circumstances;
  const mismatch = isObject(result.mismatch) ? result.mismatch : {};
  const message = textOf(mismatch.message) ?? 'the verifier does not say why';
  if (/state change/i.test(message)) {
    const refused = textsIn(result.providerStates).flatMap((name) => {
      const why = failures.states.get(name);
      return why === undefined ? [] : [noAnswer(`"${name}" could not be set up: ${why}`, 'state')];
    });
    return refused.length > 0 ? refused : [noAnswer(message, 'state')];
  }
  if (notMade !== undefined) return [noAnswer(`the message was not made: ${notMade}`)];
  const mismatches = Array.isArray(mismatch.mismatches) ? mismatch.mismatches.filter(isObject) : [];
  const [unanswered] = mismatches.flatMap(({ type, actual }) =>
    type === 'StatusMismatch' && typeof actual === 'number' ? (gateWords(actual, timeoutMs) ?? []) : [],
  );
  if (unanswered !== undefined) return [noAnswer(unanswered)];
  return mismatches.length > 0 ? mismatches.map(problemOf) : [noAnswer(message)];
}

function noAnswer(message: string, kind: VerificationProblem['kind'] = 'no-answer'): VerificationProblem {
  return { kind, at: undefined, message, expected: undefined, actual: undefined };
}

const kinds: Readonly<Record<string, VerificationProblem['kind']>> = {
  StatusMismatch: 'status',
  HeaderMismatch: 'header',
  BodyMismatch: 'body',
  BodyTypeMismatch: 'body',
  MetadataMismatch: 'metadata',
};

function problemOf(mismatch: JsonObject): VerificationProblem {
  const kind = kinds[textOf(mismatch.type) ?? ''] ?? 'other';
  return {
    kind,
    at: textOf(mismatch.path ?? mismatch.key),
    message: textOf(mismatch.mismatch ?? mismatch.description) ?? JSON.stringify(mismatch),
    expected: shown(mismatch.expected),
    actual: shown(mismatch.actual),
  };
}

function shown(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : (textOf(value) ?? JSON.stringify(value));
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** `69ms`, `2.04s`, `1m 2s`: as the verifier prints them. */
function millisecondsOf(duration: string | undefined): number | undefined {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, µs: 0.001, us: 0.001 };
  const parts = [...(duration ?? '').matchAll(/([\d.]+)\s*(ms|µs|us|s|m|h)/g)];
  if (parts.length === 0) return undefined;
  return Math.round(parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (units[unit] ?? 0), 0));
}
