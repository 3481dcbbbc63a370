import type { Cell } from '../cell.ts';
import { harmOf, type Mode } from '../mode.ts';
import type { Verdict } from '../verdict.ts';

/** What a verdict proves and what it does not, in one sentence, with what to do where there is something to do. */
export function meaningOf(verdict: Verdict, { operation, mode }: Cell): string {
  const isPersistent = mode.lasts === 'persistent';
  const isLate = !isPersistent && isAlwaysLate(mode);
  switch (verdict) {
    case 'survived':
      if (isLate) return 'This proves that the client waits so long for an answer; not that it would wait any longer.';
      return isPersistent
        ? `This proves that the command gets by without ${operation}; not that a user is told. Where it serves a fallback, let it write "fallback" to the file in DRILL_OUTCOME.`
        : 'This proves that the client gets over this failure by itself; not that it gets over one that lasts.';
    case 'degraded':
      return 'This proves that there is a fallback and that it was served; whether it is a good one is for its own assertions to say.';
    case 'failed-fast':
      if (isLate)
        return 'This proves that an answer which is right, and late, is taken for a failure; asking again meets the same wait. Give the call more time, or show the user something meanwhile.';
      return isPersistent
        ? `This proves that the failure is neither hidden nor waited for; it shows no fallback, for a suite that asserts only the happy path fails here in any case. To show one, assert what the user gets when DRILL_OPERATION is ${operation} and DRILL_FAULT is ${mode.id}, and write "fallback" to the file in DRILL_OUTCOME.`
        : 'This proves that one failure that passes by itself is enough to fail: asking again, with the same Idempotency-Key where something is written, would have helped.';
    case 'hung':
      return 'This proves that nothing in the client ends the wait as a whole; not how long it would go on. Give each call a timeout, for its body and its repetitions too, and close what has failed.';
    case 'stormed':
      return 'This proves that the client adds to the load of an API in trouble; not that it would have got through otherwise. Wait longer after each attempt, honour Retry-After, stop after a few, and do not repeat what was refused.';
    case 'duplicated-write':
      return 'This proves that a lost or late answer makes the client write again; not that anybody notices. Send one Idempotency-Key for all attempts of one write, or do not repeat it.';
    case 'swallowed':
      return `This proves that no assertion of the command looks at what ${operation} answered; not that the client cannot tell. Assert what comes out of it, or where that is meant to be a fallback, write "fallback" to the file in DRILL_OUTCOME.`;
    case 'not-exercised':
      return 'This proves nothing about the client.';
  }
}

/** Each answer is late, and none is wrong: it is not over when the client asks again. */
const isAlwaysLate = ({ rules }: Mode): boolean =>
  rules.every(({ kind, when }) => harmOf(kind) === 'late' && !(when !== undefined && 'times' in when));
