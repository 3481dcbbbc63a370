import type { JsonSchema, Operation, Sampler, Schemas } from '@stuntdouble/engine';
import type { DocumentedValues } from './documented-values.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import { partsOf, typesOf } from './schema-parts.ts';
import type { Place, StandIns } from './stand-ins.ts';

/** What both halves of an interaction are made with. */
export interface Making {
  readonly operation: Operation;
  readonly exchange: RecordedExchange;
  readonly standIns: StandIns;
  readonly documented: DocumentedValues;
  /** Whether the path leads to an item, whose state can be told. */
  readonly isOfItem: boolean;
  readonly sample: Sampler;
  readonly requestSchemas: Schemas;
  readonly responseSchemas: Schemas;
}

export const schemaOf = ({ requestSchemas }: Making, given: unknown): JsonSchema =>
  given === undefined ? true : requestSchemas.normalise(given);

/** A parameter as text, its stand-in as text again. */
export function textOf(making: Making, sent: string, schema: JsonSchema, at: Place): string {
  const types = typesOf(partsOf(making.requestSchemas, schema, sent));
  const asNumber = (types?.has('integer') || types?.has('number')) && sent.trim() !== '' ? Number(sent) : Number.NaN;
  const raw =
    types?.has('boolean') && /^(true|false)$/.test(sent) ? sent === 'true' : Number.isNaN(asNumber) ? sent : asNumber;
  const shown = making.standIns.of(raw, making.requestSchemas, schema, at);
  return typeof shown === 'string' ? shown : JSON.stringify(shown);
}

/** The values of a parameter's own examples. */
export const shownIn = (examples: readonly object[] | undefined): unknown[] =>
  (examples ?? []).flatMap((example) => ('value' in example ? [example.value] : []));
