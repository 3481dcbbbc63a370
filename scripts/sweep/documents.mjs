/** Which documents the sweep runs over: the corpus beside the repository, or GitHub's document where there is none. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The 18 of the corpus: one document of each API, and of OpenAPI's own examples those of 3.0 and 3.1. */
const corpus = [
  'adyen-checkout/CheckoutService-v71.json',
  'box/openapi.json',
  'discord/openapi.json',
  'github/api.github.com.json',
  'museum/openapi.yaml',
  'realworld/openapi.yml',
  'slack/slack_web_openapi_v2.json',
  'stripe/spec3.yaml',
  'swagger-petstore/openapi.yaml',
  'twilio/twilio_api_v2010.json',
  'oai-examples/examples/v3.0/api-with-examples.yaml',
  'oai-examples/examples/v3.0/callback-example.yaml',
  'oai-examples/examples/v3.0/link-example.json',
  'oai-examples/examples/v3.0/petstore.yaml',
  'oai-examples/examples/v3.0/petstore-expanded.json',
  'oai-examples/examples/v3.0/uspto.yaml',
  'oai-examples/examples/v3.1/non-oauth-scopes.yaml',
  'oai-examples/examples/v3.1/webhook-example.json',
];

/** Beside the 18: Swagger 2.0, once in several files. */
const extras = [
  'oai-examples/examples/v2.0/json/petstore-separate/spec/swagger.json',
  'oai-examples/examples/v2.0/yaml/uber.yaml',
];

/** `{name, file, extra, severalFiles}` of each, and whether they come from the corpus. */
export function findDocuments(root) {
  const specs = join(root, '..', 'shared', 'specs');
  if (existsSync(specs)) {
    const entry = (extra) => (path) => ({
      name: nameOf(path),
      file: join(specs, path),
      extra,
      severalFiles: /separate/.test(path),
    });
    return { fromCorpus: true, documents: [...corpus.map(entry(false)), ...extras.map(entry(true))] };
  }
  const file = join(root, 'node_modules/@octokit/openapi/generated/api.github.com.json');
  return { fromCorpus: false, documents: [{ name: 'github', file, extra: false }] };
}

/** The script of the corpus that starts a server and judges its answers; undefined where it is missing. */
export function findSpecSweep(root) {
  const script = join(root, '..', 'shared', 'tools', 'spec-sweep.mjs');
  return existsSync(script) ? script : undefined;
}

function nameOf(path) {
  const [folder, ...rest] = path.split('/');
  if (folder !== 'oai-examples') return folder;
  const [version] = rest.filter((part) => /^v\d/.test(part));
  const name = rest.includes('petstore-separate') ? 'petstore-separate' : rest.at(-1).replace(/\.\w+$/, '');
  return `${name} ${version}`;
}
