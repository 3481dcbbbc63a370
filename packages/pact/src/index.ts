/** Everything about contracts between consumers and providers. */
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
export { type RegistryOptions, type RunningRegistry, startRegistry } from './registry/start-registry.ts';
