import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ordersDocument } from '../testing/orders-document.ts';
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';

afterAll(endAll);

const platform = join(import.meta.dirname, '../../../../contracts/platform/openapi.yaml');

const withWarning = () => folderWith({ 'orders.yaml': ordersDocument });
const withError = () =>
  folderWith({
    'orders.yaml': ordersDocument.replace(
      "items: { $ref: '#/components/schemas/Order' }",
      "items: { $ref: '#/nowhere' }",
    ),
  });

describe('stunt check', () => {
  it('shows the violating example, what is served instead, and exits 0 where nothing is an error', async () => {
    const { code, stdout, stderr } = await runStunt(['check', 'orders.yaml'], withWarning());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^warning SPEC_EXAMPLE_INVALID: .*\n {2}at orders\.yaml:\d+/m);
    expect(stdout).toMatch(/^ {2}getOrder 200 application\/json/m);
    expect(stdout).toMatch(/3 operations, .* 0 errors, 1 warning\.\n$/);
  });

  it('warns of security schemes that nothing is asked for', async () => {
    const scheme = ordersDocument.replace('type: apiKey, in: header, name: X-Api-Key', 'type: http, scheme: Hoba');
    const { stdout } = await runStunt(['check', 'orders.yaml'], folderWith({ 'orders.yaml': scheme }));
    expect(stdout).toContain('warning SPEC_NOT_SERVED: Security scheme key (http hoba): nothing is asked for it');
  });

  it('exits 1 on errors', async () => {
    const { code, stdout } = await runStunt(['check', 'orders.yaml'], withError());
    expect(code).toBe(1);
    expect(stdout).toContain('error SPEC_REF_UNRESOLVED: ');
  });

  it('says what is inferred of state, for people and for programs', async () => {
    const { code, stdout } = await runStunt(['check', '--state', platform]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\/intakes\/\{id\}\n {2}operations {3}list listIntakes, create createIntake/m);
    expect(stdout).toMatch(/^ {2}pages {8}cursor, cursor, limit, page\.nextCursor \(next\)/m);
    expect(stdout).toMatch(/^ {2}because {6}id field id: /m);
    const json = await runStunt(['check', '--state', platform, '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      resources: expect.arrayContaining([
        expect.objectContaining({
          resource: '/intakes/{id}',
          idField: 'id',
          ids: 'int_…',
          etag: true,
          idempotencyKey: true,
        }),
      ]),
    });
  });

  it('prints JSON and nothing else on stdout where a program asked', async () => {
    const { code, stdout } = await runStunt(['check', 'orders.yaml', '--format', 'json'], withError());
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      document: { source: expect.stringContaining('orders.yaml'), title: 'Orders', format: 'openapi-3.1' },
      findings: expect.arrayContaining([expect.objectContaining({ severity: 'error', code: 'SPEC_REF_UNRESOLVED' })]),
      counts: { operations: 3 },
      repairs: expect.any(Array),
    });
  });

  it('keeps stdout empty where the document cannot be read', async () => {
    const { code, stdout, stderr } = await runStunt(['check', 'missing.yaml', '--format', 'json'], folderWith({}));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('error SPEC_NOT_FOUND: ');
  });
});
