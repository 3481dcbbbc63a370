import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { catalogue } from '../errors.ts';
import { loadDocument } from '../load/load-document.ts';
import { type RunningServer, startServer } from '../server.ts';

/** Holds dashboard and alerts of examples/monitoring to a real scrape: every metric, label and cause that they name exists. */

const root = join(import.meta.dirname, '../../../..');
const read = (file: string): string => readFileSync(join(root, 'examples/monitoring', file), 'utf8');

let server: RunningServer;
let scrape: string;
beforeAll(async () => {
  server = await startServer({
    documents: [await loadDocument(join(root, 'contracts/platform/openapi.yaml'))],
    port: 0,
  });
  const headers = { 'x-api-key': 'test' };
  await fetch(`${server.url}/intakes/int_01KJQ7K0FPY2Y414`, { headers });
  await fetch(`${server.url}/intakes`);
  server.engine.faults.put('default', { kind: 'status' });
  await fetch(`${server.url}/intakes`, { headers });
  server.engine.metrics.delivered('default', 'delivered');
  scrape = await (await fetch(`${server.url}/_stunt/metrics`)).text();
});
afterAll(() => server.close());

/** Every `expr` and query of the two files. */
function expressions(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    (key === 'expr' || key === 'query') && typeof member === 'string' ? [member] : expressions(member),
  );
}

describe.each([
  ['grafana-dashboard.json', 10],
  ['alerts.yaml', 7],
])('%s', (file, least) => {
  const found = expressions(load(read(file)));

  it('asks for metrics that a real scrape has', () => {
    const exposed = new Set([...scrape.matchAll(/^(\w+)(?:\{| )/gm)].map(([, name]) => name));
    const named = found.flatMap((text) => text.match(/\b(?:stunt|process)_\w+/g) ?? []);
    expect(found.length).toBeGreaterThanOrEqual(least);
    expect(named.filter((name) => !exposed.has(name))).toEqual([]);
  });

  it('groups and filters by labels that these metrics have', () => {
    const exposed = new Set([...scrape.matchAll(/[{,](\w+)="/g)].map(([, name]) => name));
    const named = found.flatMap((text) => [
      ...[...text.matchAll(/\b(?:by|on) \(([\w, ]*)\)/g)].flatMap(([, names = '']) =>
        names.split(/, */).filter(Boolean),
      ),
      ...[...text.matchAll(/[{,](\w+)(?:=|!=|=~)"/g)].map(([, name = '']) => name),
    ]);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !exposed.has(name))).toEqual([]);
  });
});

describe('the causes that alerts ask for', () => {
  it('are codes of refusals, or of OAuth', () => {
    const asked = [...read('alerts.yaml').matchAll(/cause=~?"([^"]+)"/g)].flatMap(([, words = '']) => words.split('|'));
    const codes = [...Object.keys(catalogue).map((code) => code.toLowerCase()), 'invalid_client'];
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter((cause) => !codes.includes(cause))).toEqual([]);
  });
});

describe('docs/metrics.md', () => {
  it('describes every metric that a scrape has, and no other', () => {
    const page = readFileSync(join(root, 'docs/metrics.md'), 'utf8');
    const rows = [...page.matchAll(/^\| ((?:`(?:stunt|process)_\w+`(?:, )?)+) \|/gm)];
    const described = rows.flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
    const exposed = [...scrape.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
    expect(described.toSorted()).toEqual(exposed.toSorted());
  });
});
