import type { PersonalKind } from './personal-data.table.ts';

/** What operations offer beside what contracts read of it and send to it. Plain data; sizes are those of one answer as it is served. */
export interface PayloadReport {
  readonly document: { readonly source: string; readonly title: string; readonly version: string };
  readonly partners: readonly PayloadPartner[];
  /** Over the operations that some contract calls. */
  readonly totals: PayloadTotals;
  readonly operations: readonly OperationUse[];
  readonly personal: readonly PersonalField[];
  /** `GET /orders`: no contract calls them. */
  readonly uncalled: readonly string[];
}

export interface PayloadPartner {
  readonly consumer: string;
  /** Its contract was made from traffic: what it is offered is known, what it reads is not. */
  readonly recorded: boolean;
  readonly source: string;
}

export interface PayloadTotals {
  readonly operations: number;
  readonly called: number;
  readonly offeredBytes: number;
  readonly unusedBytes: number;
  /** Of the bytes, from 0 to 100. */
  readonly unusedPercent: number;
  readonly offeredFields: number;
  readonly unusedFields: number;
}

export interface OperationUse {
  /** `GET /orders/{id}`. */
  readonly operation: string;
  readonly operationId: string;
  readonly callers: readonly string[];
  readonly status: number | undefined;
  readonly offeredBytes: number;
  readonly unusedBytes: number;
  readonly unusedPercent: number;
  readonly fields: readonly OfferedField[];
  /** Read by contracts, and not in the answer that was measured. */
  readonly readButNotServed: readonly string[];
  readonly requests: RequestUse;
}

export interface OfferedField {
  /** `data[].id`. */
  readonly field: string;
  /** With its name, and with what is inside it. */
  readonly bytes: number;
  /** Partners whose contract reads it, or something inside it. */
  readonly readBy: readonly string[];
  /** Partners whose recorded contract has it: it was answered to them. */
  readonly offeredTo: readonly string[];
  readonly use: 'read' | 'offered' | 'unused';
  readonly personal: PersonalKind | undefined;
}

export interface RequestUse {
  /** Has to be sent, and no contract sends it. */
  readonly requiredNeverSent: readonly string[];
  readonly optionalNeverSent: readonly string[];
}

export interface PersonalField {
  readonly operation: string;
  readonly field: string;
  readonly kind: PersonalKind;
  readonly readBy: readonly string[];
  readonly offeredTo: readonly string[];
}
