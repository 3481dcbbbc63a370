/** Everything about contracts between consumers and providers. */
export { comparePacts } from './compare/compare-pacts.ts';
export type { CompareCode, ComparedInteraction, CompareFinding, Comparison } from './compare/finding.ts';
export { openDocument } from './compare/open-document.ts';
export { type PactCatalogueEntry, PactError, type PactErrorCode, pactCatalogue } from './errors.ts';
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
export { checkProvider, type ProviderCheckOptions } from './provider-check/check-provider.ts';
export type { CheckedOperation, ProviderReport, SentCase } from './provider-check/provider-report.ts';
export { type LeftOutReason, leftOutReasons } from './record/leave-out.ts';
export { type Recording, type RecordOptions, recordPact } from './record/record-pact.ts';
export type { RecordedExchange } from './record/recorded-exchange.ts';
