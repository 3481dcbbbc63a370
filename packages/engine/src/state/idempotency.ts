import { hashOf } from '../chance/random.ts';
import type { Operation } from '../operation.ts';
import type { Responded } from '../respond/responder.ts';
import type { ItemStore } from './item-store.ts';
import type { Replay } from './kept/overlay.ts';
import type { StateCall } from './state.ts';

/**
 * A request that is sent again under its idempotency key is answered as it was the first time, for a day of the sandbox's
 * clock; another request under the same key is refused. Never runs a request twice.
 */
const KEPT_MS = 24 * 60 * 60 * 1000;

export function idempotently(
  call: StateCall,
  operation: Operation,
  { state: { context } }: ItemStore,
  run: () => Responded | undefined,
): Responded | undefined {
  const sent = call.request.headers['idempotency-key'];
  if (typeof sent !== 'string' || sent === '') return run();
  const overlay = context.overlays.of(call.sandbox);
  const key = `${context.name} ${operation.id} ${sent}`;
  const now = context.clockOf(call.sandbox).now();
  const fingerprint = fingerprintOf(call);
  const known = overlay.replay(key);
  if (known !== undefined && now - known.at < KEPT_MS)
    return known.fingerprint === fingerprint
      ? again(known, operation)
      : { kind: 'refused', refusal: { code: 'IDEMPOTENCY_CONFLICT' } };
  const responded = run();
  if (responded?.kind === 'answered' && call.damage?.lostWrite !== true) {
    const { status, headers, body } = responded.answer;
    const kept = body && Buffer.from(body).toString('base64');
    overlay.putReplay(key, { fingerprint, at: now, status, headers, body: kept });
  }
  return responded;
}

/** Two hashes of the target and the bytes: told apart, never read back. */
function fingerprintOf({ request }: StateCall): string {
  const text = Buffer.from(request.body).toString('latin1');
  return `${hashOf(request.target, text)}.${hashOf('second', text, request.target)}.${request.body.length}`;
}

function again(replay: Replay, operation: Operation): Responded {
  const { status, headers, body } = replay;
  const described = operation.model().responses.flatMap((response) => response.headers ?? []);
  const name = described.find((header) => /replay/i.test(header.name))?.name;
  return {
    kind: 'answered',
    answer: {
      status,
      headers: name === undefined ? headers : [...headers, name, 'true'],
      body: body === undefined ? undefined : Buffer.from(body, 'base64'),
      source: 'stored',
    },
  };
}
