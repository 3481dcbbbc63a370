import { StuntError } from '../errors.ts';
import type { HttpRequest } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import { createEntry, type Entry, OF_THE_REQUEST } from './entry.ts';
import type { FaultKind, Layer } from './fault-kind.ts';
import { invalid, shown } from './invalid.ts';
import { parseOptions, readNoFile } from './parse-options.ts';
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
  const names = around.kinds.filter(actsOnRequests).map(({ kind }) => kind);
  return {
    asked: (request) => (allowed ? requestFaultText(request) : undefined),
    entriesOf(text, sandbox) {
      const count = (asked.get(sandbox) ?? 0) + 1;
      asked.set(sandbox, count);
      try {
        return requestFaults(text).map((input, at) => {
          const known = around.kinds.find(({ kind }) => kind === input.kind);
          if (known === undefined)
            throw invalid(`There is no kind of fault ${shown(input.kind)}; allowed: ${names.join(', ')}.`);
          const parsed = parseOptions(known, input.options, readNoFile);
          const place = parsed.kind === 'parsed' ? ELSEWHERE[known.layerOf(parsed.options)] : undefined;
          if (place !== undefined) throw invalid(`${known.kind} acts ${place}; allowed: ${names.join(', ')}.`);
          const { kind, layer, options, where, when, notes } = parseRule(sandbox, input, surroundings);
          const rule = { id: OF_THE_REQUEST, sandbox, kind, layer, options, input, notes };
          return createEntry({ rule, where, when, ttl: undefined, position: count, order: at }, seed, clocks, []);
        });
      } catch (error) {
        if (!(error instanceof StuntError)) throw error;
        return { code: 'PREFERENCE_INVALID', name: 'fault', received: text.slice(0, 200), allowed: error.message };
      }
    },
  };
}

function actsOnRequests(kind: FaultKind<unknown>): boolean {
  const parsed = parseOptions(kind, {}, readNoFile);
  return parsed.kind === 'parsed' && ELSEWHERE[kind.layerOf(parsed.options)] === undefined;
}

/** Layers that no request passes. */
const ELSEWHERE: Partial<Readonly<Record<Layer, string>>> = {
  listener: 'on the port, before there is a request',
  webhook: 'on deliveries of webhooks, not on requests',
};
