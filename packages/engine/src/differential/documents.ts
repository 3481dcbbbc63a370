import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sampling } from './cases.ts';

/** The documents that requests are generated for. Only names places: reads nothing. */
export interface SuiteDocument {
  readonly name: string;
  readonly source: string;
  readonly sampling: Sampling;
}

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
/** Real descriptions of other companies lie beside the repository, and may be missing. */
export const corpus = join(repository, '..', 'shared', 'specs');
export const hasCorpus = existsSync(corpus);

const alwaysThere: SuiteDocument[] = [
  {
    name: 'platform',
    source: join(repository, 'contracts', 'platform', 'openapi.yaml'),
    sampling: { operations: 30, each: 6, seed: 11 },
  },
  {
    name: 'github',
    source: createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json'),
    sampling: { operations: 80, each: 6, seed: 12 },
  },
];

const inCorpus = [
  ...['adyen-checkout/CheckoutService-v71.json', 'box/openapi.json', 'discord/openapi.json', 'museum/openapi.yaml'],
  ...[
    'realworld/openapi.yml',
    'slack/slack_web_openapi_v2.json',
    'swagger-petstore/openapi.yaml',
    'twilio/twilio_api_v2010.json',
  ],
  ...['oai-examples/examples/v3.0/uspto.yaml', 'oai-examples/examples/v2.0/json/petstore-expanded.json'],
];

export const suiteDocuments: readonly SuiteDocument[] = [
  ...alwaysThere,
  ...(hasCorpus
    ? inCorpus.map((name, index) => ({
        name,
        source: join(corpus, name),
        sampling: { operations: 30, each: 6, seed: 20 + index },
      }))
    : []),
];
