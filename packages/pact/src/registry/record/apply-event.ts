import type { Database } from '../store/database.ts';
import { applyBidirectional } from './apply-bidirectional.ts';
import { applyDeployment } from './apply-deployment.ts';
import { applyPact } from './apply-pact.ts';
import { applyPacticipant } from './apply-pacticipant.ts';
import { applyVersion } from './apply-version.ts';
import type { RegistryEvent } from './event.ts';

/** Where in the log an event stands: its number is the id of the rows that it brings. */
export interface Stamp {
  readonly seq: number;
  readonly at: number;
}

/** Brings one event into the tables that are read. Reads nothing but those tables, so that the log gives the same again. */
export function applyEvent(tables: Database, event: RegistryEvent, stamp: Stamp): void {
  switch (event.type) {
    case 'pacticipant-created':
    case 'pacticipant-changed':
    case 'pacticipant-deleted':
    case 'label-added':
    case 'label-removed':
      applyPacticipant(tables, event, stamp);
      return;
    case 'version-created':
    case 'version-changed':
    case 'version-deleted':
    case 'branch-joined':
    case 'branch-left':
    case 'branch-deleted':
    case 'tag-added':
    case 'tag-removed':
    case 'retained':
      applyVersion(tables, event, stamp);
      return;
    case 'environment-created':
    case 'environment-changed':
    case 'environment-deleted':
    case 'version-deployed':
    case 'version-released':
    case 'version-undeployed':
    case 'support-ended':
      applyDeployment(tables, event, stamp);
      return;
    case 'pact-published':
    case 'pact-deleted':
    case 'integration-deleted':
    case 'verification-published':
      applyPact(tables, event, stamp);
      return;
    case 'document-held':
    case 'pact-compared':
      applyBidirectional(tables, event, stamp);
      return;
  }
}
