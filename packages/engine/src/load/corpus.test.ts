import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { loadDocument } from './load-document.ts';

/** Descriptions that real platforms publish. They lie beside the checkout; a clone without them skips these tests. */
const specs = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/specs');
const corpus = existsSync(specs) ? describe : describe.skip;

/** File, operations, webhooks, base paths. */
const DOCUMENTS: readonly (readonly [
  file: string,
  operations: number,
  webhooks: number,
  basePaths: readonly string[],
])[] = [
  ['adyen-checkout/CheckoutService-v71.json', 28, 0, ['/v71']],
  ['box/openapi.json', 296, 0, ['/2.0', '/api/oauth2', '/api/2.0']],
  ['discord/openapi.json', 242, 0, ['/api/v10']],
  ['github/api.github.com.json', 1223, 270, []],
  ['museum/openapi.yaml', 8, 1, ['/_mock/docs/openapi/museum-api']],
  ['oai-examples/examples/v2.0/json/petstore-separate/spec/swagger.json', 4, 0, ['/api']],
  ['oai-examples/examples/v2.0/yaml/petstore-separate/spec/swagger.yaml', 4, 0, ['/api']],
  ['oai-examples/examples/v2.0/yaml/uber.yaml', 5, 0, ['/v1']],
  ['oai-examples/examples/v3.0/callback-example.yaml', 1, 0, []],
  ['oai-examples/examples/v3.1/webhook-example.yaml', 0, 1, []],
  ['realworld/openapi.yml', 19, 0, ['/api']],
  ['slack/slack_web_openapi_v2.json', 174, 0, ['/api']],
  ['stripe/spec3.yaml', 468, 0, []],
  ['swagger-petstore/openapi.yaml', 19, 0, ['/api/v3']],
  ['twilio/twilio_api_v2010.json', 197, 0, []],
];

corpus('real documents', () => {
  it.each(DOCUMENTS)(
    '%s loads without findings, and every operation has a model',
    async (file, operations, webhooks, basePaths) => {
      const document = await loadDocument(file, { cwd: specs });
      expect(document.findings).toEqual([]);
      expect(document.webhooks).toHaveLength(webhooks);
      expect(document.basePaths).toEqual(basePaths);
      freeze(document.root);
      expect(document.operations.map((operation) => operation.model().path)).toHaveLength(operations);
      expect(new Set(document.operations.map(({ id }) => id)).size).toBe(operations);
    },
  );
});

/** A model that would change the root throws. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const child of Object.values(value)) freeze(child);
}
