import type { JournalEntry, RuleInput, RunStatus } from '@stuntdouble/engine';

/** What the control API answers, as far as the commands read it. */

export interface FaultInForce extends RuleInput {
  readonly id: string;
  readonly sandbox: string;
  readonly layer: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly matched: number;
  readonly fired: number;
  readonly notes?: readonly string[];
}

export interface FaultList {
  readonly faults: readonly FaultInForce[];
}

export interface Preview {
  readonly diff: string;
  readonly pointer?: string;
  readonly note?: string;
}

export interface ScenarioListing {
  readonly scenarios: readonly {
    readonly name: string;
    readonly description?: string;
    readonly phases: readonly { readonly name: string; readonly for?: string; readonly requests?: number }[];
  }[];
  readonly runs: readonly RunStatus[];
}

export interface RequestListing {
  readonly requests: readonly JournalEntry[];
  readonly total: number;
}

export interface Health {
  readonly sandboxes: readonly string[];
}
