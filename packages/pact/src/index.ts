/** Everything about contracts between consumers and providers. */
export { type PactCatalogueEntry, PactError, type PactErrorCode, pactCatalogue } from './errors.ts';
export { matchRequest, type SentRequest } from './match/match-request.ts';
export type {
  HttpInteraction,
  Interaction,
  Json,
  JsonObject,
  MatchingRule,
  MatchingRules,
  MessageInteraction,
  Pact,
  PactBody,
  PactRequest,
  PactResponse,
  ProviderState,
} from './pact/pact.ts';
export { type PactFile, readPactFiles } from './pact/pact-files.ts';
export { pactOf, readPact } from './pact/read-pact.ts';
export { type LeftOutReason, leftOutReasons } from './record/leave-out.ts';
export { type ReadFields, readFields } from './record/read-fields.ts';
export { type Recording, type RecordOptions, recordPact } from './record/record-pact.ts';
export type { RecordedExchange } from './record/recorded-exchange.ts';
export { type WriteOptions, type Written, writeRecording } from './record/write-recording.ts';
