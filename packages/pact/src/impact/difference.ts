import type { Json } from '../pact/pact.ts';
import type { RuleId, Severity } from './rules.table.ts';

/** Shapes of what was found between two documents. Plain data but for `touches`. */

/** Where a document says something. */
export interface Location {
  /** JSON pointer, without `#`. */
  readonly pointer: string;
  readonly file?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
}

/** What one rule found at one place, before it is known who uses the place. */
export interface Change {
  readonly rule: RuleId;
  /** Says what, with names and values: `total is gone`. */
  readonly message: string;
  readonly old: string | undefined;
  readonly new: string | undefined;
  /** The field of the object that it is about, where it is not the value itself. */
  readonly field?: string;
  /** What it may have become, or have been. */
  readonly renamed?: string;
  /** Whether a value that is sent there meets the change; absent where every value does. */
  readonly touches?: (value: Json) => boolean;
}

/** One place of an operation at which a difference shows. */
export interface Use {
  /** `GET /orders/{id}`; undefined for what holds for the whole document. */
  readonly operation: string | undefined;
  readonly operationId: string | undefined;
  /** `response 200 application/json`. */
  readonly part: string;
  /** `items[].total`; empty for the part itself. */
  readonly field: string;
}

export interface Difference {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly message: string;
  readonly old: Location | undefined;
  readonly new: Location | undefined;
  readonly renamed?: string;
  readonly uses: readonly Use[];
}
