import { type ApiDocument, createSchemas, hashOf, indexPaths, loadSampler } from '@stuntdouble/engine';
import { canonicalText } from '../pact/canonical-text.ts';
import type { Json, JsonObject } from '../pact/pact.ts';
import { documentedValues } from './documented-values.ts';
import { createFindOperation, type FoundOperation } from './find-operation.ts';
import { withGenerators } from './generators.ts';
import { type LeftOutReason, whyLeftOut } from './leave-out.ts';
import { mergeInteractions } from './merge-interactions.ts';
import type { ReadFields } from './read-fields.ts';
import { createReadPages } from './read-pages.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import { requestPart } from './request-part.ts';
import { responsePart } from './response-part.ts';
import { createSeenItems } from './seen-items.ts';
import { createStandIns } from './stand-ins.ts';
import { itemsAbove, statesOf } from './states-of.ts';

export interface RecordOptions {
  readonly consumer: string;
  readonly provider: string;
  /** One, or all that the double serves. */
  readonly document: ApiDocument | readonly ApiDocument[];
  /** In the order in which they happened. */
  readonly exchanges: readonly RecordedExchange[];
  /** What the consumer really reads; all that the document promises where nothing is said. */
  readonly fields?: ReadFields | undefined;
  /** Whether a provider may fail it without failing its build: a recording is nobody's demand yet. @default true */
  readonly pending?: boolean | undefined;
}

export interface Recording {
  /** Of version 4, marked as recorded; the same for the same traffic, whatever its values and its order. */
  readonly pact: JsonObject;
  readonly interactions: number;
  /** Exchanges that an interaction was made of. */
  readonly recorded: number;
  /** How many were left out, by reason. */
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** Of what `fields` names: what no answer had. */
  readonly unmetFields: readonly string[];
}

/**
 * Makes a pact of a consumer's own traffic: one interaction for each operation, status and shape, with matchers from the schemas. Keeps no
 * value that the document does not show itself. It knows what was called, never what was read.
 */
export async function recordPact(options: RecordOptions): Promise<Recording> {
  const { consumer, provider, document, exchanges, pending = true } = options;
  const makings = await Promise.all([document].flat().map((each) => createMaking(each, options.fields)));
  const leftOut: Partial<Record<LeftOutReason, number>> = {};
  const made: JsonObject[] = [];
  for (const exchange of exchanges) {
    const [making] = makings.filter(({ find }) => find(exchange) !== undefined);
    const found = making?.find(exchange);
    const reason = whyLeftOut(exchange, found);
    if (reason !== undefined) leftOut[reason] = (leftOut[reason] ?? 0) + 1;
    else if (making && found) made.push({ ...making.make(found, exchange), ...(pending && { pending }) });
  }
  const interactions = mergeInteractions(made);
  return {
    pact: {
      consumer: { name: consumer },
      provider: { name: provider },
      interactions,
      metadata: { pactSpecification: { version: '4.0' }, stuntdouble: { recorded: true } },
    },
    interactions: interactions.length,
    recorded: made.length,
    leftOut,
    unmetFields: options.fields?.unmet() ?? [],
  };
}

async function createMaking(document: ApiDocument, fields: ReadFields | undefined) {
  const sample = await loadSampler();
  const requestSchemas = createSchemas(document.root, document.dialect, 'request');
  const responseSchemas = createSchemas(document.root, document.dialect, 'response');
  const resources = indexPaths(document.operations);
  const documented = documentedValues(document.root);
  const seen = createSeenItems(resources, responseSchemas);
  const pages = createReadPages();
  const make = (found: FoundOperation, exchange: RecordedExchange): JsonObject => {
    const { operation, path, params } = found;
    const { status } = exchange.answer;
    const standIns = createStandIns({ sample, documented, seed: `${operation.id} ${status}` });
    const page = pages.before(exchange);
    for (const { params: named } of page?.states ?? []) if (named.id !== undefined) standIns.reserve(named.id);
    const isOfItem = itemsAbove(resources, found).length > 0;
    const making = { operation, exchange, standIns, documented, isOfItem, sample, requestSchemas, responseSchemas };
    const request = requestPart(making, path, params);
    const response = responsePart(making, fields?.of(operation.id));
    const states = statesOf({ found, exchange, request, response, resources, seen, page, schemas: responseSchemas });
    pages.follow(exchange, request.json, states);
    seen.follow(found, exchange, request.bytes);
    const names = states.map(({ name }) => name);
    const isNothing = status < 300 && names.some((name) => /^no .* exists$/.test(name));
    const shape = canonicalText([operation.id, status, request.shape, response.shape, names]);
    return {
      type: 'Synchronous/HTTP',
      key: hashText(shape),
      description: descriptionOf(operation.id, status, request.features, isNothing ? ' and finds none' : ''),
      providerStates: states.map(({ name, params }): Json => ({ name, params })),
      request: withGenerators(request.json, states, page),
      response: response.json,
    };
  };
  return { find: createFindOperation(document), make };
}

/** Two halves: 32 bits alone would meet by chance in a large contract. */
const hashText = (text: string): string =>
  [hashOf('a', text), hashOf('b', text)].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');

function descriptionOf(operation: string, status: number, features: readonly string[], found: string): string {
  const shown = features.slice(0, 4);
  const more = features.length > shown.length ? ` and ${features.length - shown.length} more` : '';
  return `${operation} answers ${status}${found}${shown.length > 0 ? `, asked with ${shown.join(', ')}${more}` : ''}`;
}
