import type { ApiDocument, Operation } from '@stuntdouble/engine';
import type { DeployedContract } from '../impact/deployed-contract.ts';
import { type DocumentSide, sideOf } from '../impact/document-side.ts';
import { type ContractUse, consumerOf, contractUse } from './contract-use.ts';
import { createFieldKinds } from './field-kind.ts';
import type { OfferedField, OperationUse, PayloadReport, PersonalField } from './payload-report.ts';
import { requestUse } from './request-use.ts';
import { createServedBody, type ServedBody } from './served-body.ts';
import { isInside, servedFields } from './served-fields.ts';

/** Holds what the operations of a document offer against what contracts read and send. Calls nobody; guesses nothing about partners without a contract. */
export async function payloadUse(
  document: ApiDocument,
  contracts: readonly DeployedContract[],
): Promise<PayloadReport> {
  const uses = contractUse(document, contracts);
  const servedBody = createServedBody(document);
  const side = sideOf(document);
  const operations: OperationUse[] = [];
  for (const operation of document.operations) {
    const use = uses.get(operation.pointer);
    if (use !== undefined) operations.push(operationUse(side, operation, use, await servedBody(operation)));
  }
  const called = new Set(uses.keys());
  return {
    document: { source: document.name, title: document.title, version: document.version },
    partners: contracts.map(({ consumer, source, pact }) => ({ consumer, recorded: pact.recorded, source })),
    totals: totalsOf(operations, document.operations.length),
    operations: operations.toSorted((one, other) => other.unusedBytes - one.unusedBytes),
    personal: operations.flatMap(personalFields),
    uncalled: document.operations.filter(({ pointer }) => !called.has(pointer)).map(nameOfOperation),
  };
}

const nameOfOperation = ({ method, template }: Operation): string => `${method} ${template}`;

function operationUse(
  side: DocumentSide,
  operation: Operation,
  use: ContractUse,
  served: ServedBody | undefined,
): OperationUse {
  const sizes = served === undefined ? new Map<string, number>() : servedFields(served.json);
  const kindOf = createFieldKinds(side, operation, served?.status);
  const fields = [...sizes].map(([field, bytes]): OfferedField => {
    const [readBy, offeredTo] = [readers(use, field, false), readers(use, field, true)];
    const status = readBy.length > 0 ? 'read' : offeredTo.length > 0 ? 'offered' : 'unused';
    return { field, bytes, readBy, offeredTo, use: status, personal: kindOf(field) };
  });
  const unusedBytes = topmostUnused(fields).reduce((sum, { bytes }) => sum + bytes, 0);
  const offeredBytes = served?.bytes ?? 0;
  const all = [...use.reads.values()].flatMap((reads) => [...reads.fields]);
  return {
    ...{ operation: nameOfOperation(operation), operationId: operation.id, callers: [...use.callers].toSorted() },
    ...{ status: served?.status, offeredBytes, unusedBytes, unusedPercent: percent(unusedBytes, offeredBytes), fields },
    readButNotServed: served === undefined ? [] : [...new Set(all)].filter((field) => !sizes.has(field)).toSorted(),
    requests: requestUse(side, operation, use),
  };
}

/** Read, or around something that is, or inside something that is read without saying of what. */
function readers({ reads }: ContractUse, field: string, recorded: boolean): string[] {
  const found = [...reads].filter(
    ([, each]) =>
      each.recorded === recorded &&
      (each.fields.has(field) || [...each.open].some((open) => isInside(field, open) && saysNoMore(each.fields, open))),
  );
  return [...new Set(found.map(([key]) => consumerOf(key)))].toSorted();
}

/** An empty list beside one with items is a case of its own, not a wish for everything. */
const saysNoMore = (fields: ReadonlySet<string>, open: string): boolean =>
  open !== '' && ![...fields].some((field) => isInside(field, open));

/** Unused fields that are not inside of another one: what is inside is counted with it. */
export function topmostUnused(fields: readonly OfferedField[]): OfferedField[] {
  const unused = fields.filter(({ use }) => use === 'unused');
  return unused.filter(({ field }) => !unused.some((outer) => outer.field !== field && isInside(field, outer.field)));
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10);

function totalsOf(operations: readonly OperationUse[], all: number): PayloadReport['totals'] {
  const sum = (of: (use: OperationUse) => number) => operations.reduce((total, use) => total + of(use), 0);
  const [offeredBytes, unusedBytes] = [sum((use) => use.offeredBytes), sum((use) => use.unusedBytes)];
  return {
    ...{ operations: all, called: operations.length, offeredBytes, unusedBytes },
    unusedPercent: percent(unusedBytes, offeredBytes),
    offeredFields: sum(({ fields }) => fields.length),
    unusedFields: sum(({ fields }) => fields.filter(({ use }) => use === 'unused').length),
  };
}

function personalFields({ operation, fields }: OperationUse): PersonalField[] {
  return fields.flatMap(({ field, personal, readBy, offeredTo }) =>
    personal === undefined ? [] : [{ operation, field, kind: personal, readBy, offeredTo }],
  );
}
