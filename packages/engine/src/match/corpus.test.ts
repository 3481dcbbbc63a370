import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { loadDocument } from '../load/load-document.ts';
import type { Operation } from '../operation.ts';
import { createRouter } from './router.ts';
import { pathOfTemplate } from './template.ts';

/** Descriptions that real platforms publish. They lie beside the checkout; a clone without them skips these tests. */
const specs = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/specs');
const corpus = existsSync(specs) ? describe : describe.skip;

const DOCUMENTS = [
  'adyen-checkout/CheckoutService-v71.json',
  'box/openapi.json',
  'discord/openapi.json',
  'github/api.github.com.json',
  'museum/openapi.yaml',
  'oai-examples/examples/v2.0/yaml/uber.yaml',
  'oai-examples/examples/v3.0/uspto.yaml',
  'oai-examples/examples/v3.1/webhook-example.yaml',
  'realworld/openapi.yml',
  'slack/slack_web_openapi_v2.json',
  'stripe/spec3.yaml',
  'swagger-petstore/openapi.yaml',
  'twilio/twilio_api_v2010.json',
];

/** No word of any template, and nothing that a client would not have to encode. */
const sampleValue = (name: string, index: number) => `${name.replaceAll(/\W/g, '')}~${index}%2F%20`;

function concretePath({ template }: Operation): { path: string; params: Record<string, string> } {
  const params: Record<string, string> = {};
  let index = 0;
  const path = pathOfTemplate(template).replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = sampleValue(name, index++);
    params[name] = value;
    return value;
  });
  return { path, params };
}

corpus('the paths of real documents', () => {
  it.each(DOCUMENTS)(
    '%s: every operation answers a path made from its template, below each base path too',
    async (file) => {
      const { operations, basePaths } = await loadDocument(file, { cwd: specs });
      const router = createRouter(operations, basePaths);
      const shadowed = new Set(router.duplicates.map(({ second }) => second));
      const misses: string[] = [];
      for (const operation of operations) {
        if (shadowed.has(operation)) continue;
        const { path, params } = concretePath(operation);
        for (const base of ['', ...basePaths]) {
          const match = router.match(operation.method, base + path);
          const right =
            match.kind === 'matched' &&
            match.operation === operation &&
            JSON.stringify(match.params) === JSON.stringify(params);
          if (!right)
            misses.push(
              `${operation.method} ${base}${path}: ${match.kind === 'matched' ? match.operation.id : match.kind}`,
            );
        }
      }
      expect(misses).toEqual([]);
    },
  );
});
