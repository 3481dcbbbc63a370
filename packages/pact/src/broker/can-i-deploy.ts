import { isObject } from '../pact/json.ts';
import type { JsonObject } from '../pact/pact.ts';
import type { BrokerClient } from './broker-client.ts';
import { type Notice, noticesIn } from './broker-failure.ts';
import { linksOf, objectIn, textOf } from './hal.ts';

/** Asks a broker's matrix whether versions go together. The broker decides; nothing is decided here. */
export interface MatrixSelector {
  readonly pacticipant: string;
  readonly version?: string | undefined;
  readonly branch?: string | undefined;
  readonly tag?: string | undefined;
  /** The latest of the branch or tag, or of all. */
  readonly latest?: boolean | undefined;
  readonly mainBranch?: boolean | undefined;
}

export interface MatrixQuestion {
  readonly selectors: readonly MatrixSelector[];
  /** What is deployed or released there is what the selectors must go with. */
  readonly environment?: string | undefined;
  /** Or the latest of each application with this tag. */
  readonly tag?: string | undefined;
  /** Or the latest of each main branch. */
  readonly mainBranch?: boolean | undefined;
  /** Rows at most; a broker has a limit of its own where none is given. */
  readonly limit?: number | undefined;
  readonly ignore?: readonly { readonly pacticipant: string; readonly version?: string | undefined }[] | undefined;
}

export interface MatrixAnswer {
  /** Null where a result is missing. */
  readonly deployable: boolean | null;
  readonly reason: string;
  readonly unknown: number;
  readonly notices: readonly Notice[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixRow {
  readonly consumer: string;
  readonly consumerVersion: string;
  readonly provider: string;
  /** Undefined where no verified version fits. */
  readonly providerVersion: string | undefined;
  /** Undefined: never verified. */
  readonly success: boolean | undefined;
  readonly verifiedAt: string | undefined;
  /** CDCT: the provider was run. BDCT: two documents were compared. */
  readonly type: string | undefined;
  readonly ignored: boolean;
  readonly url: string | undefined;
}

export async function askMatrix(client: BrokerClient, question: MatrixQuestion): Promise<MatrixAnswer> {
  const body = await client.get(`matrix?${queryOf(question)}`);
  const summary = objectIn(body, 'summary');
  const matrix = Array.isArray(body.matrix) ? body.matrix : [];
  return {
    deployable: typeof summary.deployable === 'boolean' ? summary.deployable : null,
    reason: textOf(summary.reason) ?? '',
    unknown: typeof summary.unknown === 'number' ? summary.unknown : 0,
    notices: noticesIn(body),
    rows: matrix.filter(isObject).map(rowOf),
  };
}

/** As the clients of Pact ask: selectors as members of a list, each of its fields with the list's name again. */
function queryOf({ selectors, environment, tag, mainBranch, limit, ignore = [] }: MatrixQuestion): URLSearchParams {
  const query = new URLSearchParams();
  const add = (list: string, fields: object) => {
    for (const [name, value] of Object.entries(fields))
      if (value !== undefined) query.append(`${list}[][${name}]`, String(value));
  };
  for (const selector of selectors) add('q', selector);
  // Of an environment every version that is there counts, where otherwise the latest of each provider does.
  query.set('latestby', environment !== undefined || selectors.length > 1 ? 'cvpv' : 'cvp');
  if (environment !== undefined) query.set('environment', environment);
  else if (selectors.length === 1) query.set('latest', 'true');
  if (limit !== undefined) query.set('limit', String(limit));
  if (mainBranch) query.set('mainBranch', 'true');
  if (tag !== undefined) query.set('tag', tag);
  for (const one of ignore) add('ignore', one);
  return query;
}

function rowOf(row: JsonObject): MatrixRow {
  const [consumer, provider] = [objectIn(row, 'consumer'), objectIn(row, 'provider')];
  const result = objectIn(row, 'verificationResult');
  return {
    consumer: textOf(consumer.name) ?? '',
    consumerVersion: textOf(objectIn(consumer, 'version').number) ?? '',
    provider: textOf(provider.name) ?? '',
    providerVersion: textOf(objectIn(provider, 'version').number),
    success: typeof result.success === 'boolean' ? result.success : undefined,
    verifiedAt: textOf(result.verifiedAt),
    type: textOf(row.verificationType),
    ignored: row.ignored === true,
    url: linksOf(result, 'self')[0]?.href,
  };
}
