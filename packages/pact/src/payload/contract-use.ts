import { type ApiDocument, createRouter } from '@stuntdouble/engine';
import { bodyValue } from '../impact/contract-parts.ts';
import type { DeployedContract } from '../impact/deployed-contract.ts';
import { namedFields } from './served-fields.ts';

/** What contracts read of an operation's answers and send to it, by partner. */
export interface ContractUse {
  readonly callers: Set<string>;
  readonly reads: Map<string, PartnerReads>;
  /** Fields of bodies, and `?name` for parameters of the query. */
  readonly sent: Set<string>;
  readonly openlySent: Set<string>;
}

export interface PartnerReads {
  readonly recorded: boolean;
  readonly fields: Set<string>;
  readonly open: Set<string>;
}

/** @returns by pointer of the operation. */
export function contractUse(document: ApiDocument, contracts: readonly DeployedContract[]): Map<string, ContractUse> {
  const router = createRouter(document.operations, document.basePaths);
  const uses = new Map<string, ContractUse>();
  for (const { consumer, pact } of contracts) {
    for (const interaction of pact.interactions) {
      if (interaction.kind !== 'http') continue;
      const { request, response } = interaction;
      const match = router.match(request.method, request.path);
      if (match.kind !== 'matched') continue;
      const { pointer } = match.operation;
      const use = uses.get(pointer) ?? { callers: new Set(), reads: new Map(), sent: new Set(), openlySent: new Set() };
      uses.set(pointer, use);
      use.callers.add(consumer);
      if (response.status < 300) addReads(use, consumer, pact.recorded, bodyValue(response.body));
      // What is refused on purpose is no example of what is sent.
      if (response.status < 400) addSent(use, bodyValue(request.body), Object.keys(request.query));
    }
  }
  return uses;
}

type Value = ReturnType<typeof bodyValue>;

function addReads(use: ContractUse, consumer: string, recorded: boolean, body: Value): void {
  const key = `${consumer} ${recorded}`;
  const reads = use.reads.get(key) ?? { recorded, fields: new Set(), open: new Set() };
  use.reads.set(key, reads);
  if (body === undefined) return;
  const { fields, open } = namedFields(body);
  for (const field of fields) reads.fields.add(field);
  for (const field of open) reads.open.add(field);
}

function addSent(use: ContractUse, body: Value, query: readonly string[]): void {
  for (const name of query) use.sent.add(`?${name.replace(/\[\]$/, '')}`);
  if (body === undefined) return;
  const { fields, open } = namedFields(body);
  for (const field of fields) use.sent.add(field);
  for (const field of open) use.openlySent.add(field);
}

/** Partner of a key of `reads`. */
export const consumerOf = (key: string): string => key.slice(0, key.lastIndexOf(' '));
