import { StuntError } from '../errors.ts';
import type { ApiDocument } from '../operation.ts';
import type { EngineOptions, GivenLimits as Given } from '../options.ts';
import { nearestName } from '../spelling/nearest-name.ts';
import { type Limit, readLimit } from './limit.ts';

/** What the operator says of limits, in place of the documents: `off`, `on` (also what a documented 429 tells), or limits. */
export type GivenRule = 'off' | 'on' | readonly Limit[];

/** Settings of limits, read. Knows no document's own limits. */
export interface GivenLimits {
  /** Whether anything in any sandbox is said of the operation. */
  concern(operationId: string): boolean;
  /** The sandbox's word before everybody's, the operation's before that for all. */
  ruleOf(sandbox: string, operationId: string): GivenRule | undefined;
}

type Layer = ReadonlyMap<string, GivenRule>;

/** @throws StuntError LIMITS_INVALID */
export function readGivenLimits(
  { limits, sandboxLimits = {} }: Pick<EngineOptions, 'limits' | 'sandboxLimits'>,
  documents: readonly ApiDocument[],
): GivenLimits {
  const ids = new Set(documents.flatMap(({ operations }) => operations.map(({ id }) => id)));
  const everywhere = readLayer(limits, 'limits', ids);
  const own = new Map(
    Object.entries(sandboxLimits).map(([name, given]) => [name, readLayer(given, `sandboxes.${name}.limits`, ids)]),
  );
  const layers = [everywhere, ...own.values()];
  const ruleIn = (layer: Layer | undefined, id: string): GivenRule | undefined => layer?.get(id) ?? layer?.get('*');
  return {
    concern: (id) => layers.some((layer) => ruleIn(layer, id) !== undefined),
    ruleOf: (sandbox, id) => ruleIn(own.get(sandbox), id) ?? ruleIn(everywhere, id),
  };
}

function readLayer(given: Given | undefined, place: string, ids: ReadonlySet<string>): Layer {
  if (given === undefined) return new Map();
  if (given === 'off' || given === 'on') return new Map([['*', given]]);
  return new Map(
    Object.entries(given).map(([id, rule]): [string, GivenRule] => {
      if (id !== '*' && !ids.has(id)) throw unknownOperation(place, id, ids);
      if (rule === 'off' || rule === 'on') return [id, rule];
      const policy = id === '*' ? 'default' : id.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);
      const list = [rule].flat();
      return [
        id,
        list.map((each, index) => read(each, index === 0 ? policy : `${policy}-${index + 1}`, `${place}.${id}`)),
      ];
    }),
  );
}

function read(value: unknown, policy: string, place: string): Limit {
  const found = readLimit(value, policy);
  if (found.kind === 'limit') return found.limit;
  throw new StuntError('LIMITS_INVALID', `${place} ${found.problem}.`);
}

function unknownOperation(place: string, id: string, ids: ReadonlySet<string>): StuntError {
  const nearest = nearestName(id, ids);
  const hint = nearest === undefined ? 'allowed: an operationId, or *' : `did you mean ${nearest}?`;
  return new StuntError('LIMITS_INVALID', `${place} names ${JSON.stringify(id)}, which is no operation; ${hint}`);
}
