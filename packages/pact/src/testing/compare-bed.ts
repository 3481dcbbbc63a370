import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Comparator, type Result } from '@pactflow/openapi-pact-comparator';
import { type ApiDocument, loadDocument } from '@stuntdouble/engine';
import { comparePacts } from '../compare/compare-pacts.ts';
import type { ComparedInteraction } from '../compare/finding.ts';
import type { Json } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';

/** Small documents and pacts for tests of the comparison, through our adaptor and through the bare comparator. */

export async function documentOf(content: object): Promise<ApiDocument> {
  const folder = mkdtempSync(join(tmpdir(), 'stunt-compare-'));
  try {
    writeFileSync(join(folder, 'api.json'), JSON.stringify(content, null, 1));
    return await loadDocument('api.json', { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const pactWith = (...interactions: readonly Json[]) => ({
  consumer: { name: 'shop' },
  provider: { name: 'orders' },
  interactions,
});

export async function compared(content: object, ...interactions: readonly Json[]): Promise<ComparedInteraction[]> {
  const pact = pactOf(pactWith(...interactions), 'shop.json');
  const { interactions: found } = await comparePacts(await documentOf(content), [{ file: 'shop.json', pact }]);
  return [...found];
}

/** `error response.body.incompatible /response/body/id`, of the first interaction. */
export async function saidOf(content: object, interaction: Json): Promise<string[]> {
  const [first] = await compared(content, interaction);
  return (first?.findings ?? []).map(
    ({ severity, code, pact }) => `${severity} ${code} ${pact.pointer.replace('/interactions/0', '')}`,
  );
}

/** What the comparator says by itself: the codes of its errors, or what it throws. */
export async function bareVerdict(content: object, interaction: Json): Promise<string[]> {
  const found: Result[] = [];
  try {
    const comparator = new Comparator({ oas: structuredClone(content) });
    for await (const result of comparator.compare(pactWith(interaction))) found.push(result);
  } catch (error) {
    return [`throws: ${error instanceof Error ? error.message : String(error)}`];
  }
  return found.filter(({ type }) => type === 'error').map(({ code }) => code);
}

/** A document of one operation `GET /orders/{id}` whose 200 has this schema. */
export const answering = (schema: object, components: object = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders/{id}': {
      get: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'an order', content: { 'application/json': { schema } } } },
      },
    },
  },
  components: { schemas: components },
});

export const reads = (body: Json, matchingRules?: Json): Json => ({
  description: 'an order',
  request: { method: 'GET', path: '/orders/1' },
  response: { status: 200, body, ...(matchingRules !== undefined && { matchingRules }) },
});
