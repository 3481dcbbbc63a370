import { StuntError } from '../errors.ts';
import type { HttpRequest } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import { createEntry, type Entry } from './entry.ts';
import { readNoFile } from './parse-options.ts';
import { parseRule, type RuleSurroundings } from './parse-rule.ts';
import { requestFaults, requestFaultText } from './request-fault.ts';

/** Makes rules for one request of what the request itself asks for, where that is allowed; elsewhere it is not even read. */
export interface RequestRules {
  asked(request: HttpRequest): string | undefined;
  entriesOf(text: string, sandbox: string): readonly Entry[] | Refusal;
}

export function createRequestRules(
  around: RuleSurroundings,
  clocks: SandboxClocks,
  seed: string,
  allowed: boolean,
): RequestRules {
  const asked = new Map<string, number>();
  // A rule of one request needs no end of its own, and must not read files for whoever sends requests.
  const surroundings: RuleSurroundings = { ...around, loopback: true, readFile: readNoFile };
  return {
    asked: (request) => (allowed ? requestFaultText(request) : undefined),
    entriesOf(text, sandbox) {
      const count = (asked.get(sandbox) ?? 0) + 1;
      asked.set(sandbox, count);
      try {
        return requestFaults(text).map((input, at) => {
          const { kind, layer, options, where, when, notes } = parseRule(sandbox, input, surroundings);
          if (layer === 'listener')
            throw new StuntError('FAULT_INVALID', `${kind.kind} acts before there is a request.`);
          const rule = { id: 'request', sandbox, kind, layer, options, input, notes };
          return createEntry({ rule, where, when, ttl: undefined, position: count, order: at }, seed, clocks, []);
        });
      } catch (error) {
        if (!(error instanceof StuntError)) throw error;
        return { code: 'PREFERENCE_INVALID', name: 'fault', received: text.slice(0, 200), allowed: error.message };
      }
    },
  };
}
