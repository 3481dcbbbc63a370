import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ordersDocument } from '../testing/orders-document.ts';
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';

afterAll(endAll);

const tsc = join(import.meta.dirname, '../../../../node_modules/typescript/bin/tsc');

describe('stunt types', () => {
  it('writes a type that the compiler holds tests to', async () => {
    const folder = folderWith({ 'orders.yaml': ordersDocument });
    const { code, stdout } = await runStunt(['types', 'orders.yaml', '--output', 'operations.ts'], folder);
    expect([code, stdout]).toEqual([0, 'wrote operations.ts\n']);
    expect(readFileSync(join(folder, 'operations.ts'), 'utf8')).toMatch(/^\/\/ Made by: stunt types orders\.yaml\n/);
    const compile = (name: string): number | null => {
      const use = `import type { Operation } from './operations.ts';\nexport const asked: Operation = '${name}';\n`;
      writeFileSync(join(folder, 'use.ts'), use);
      const flags = ['--noEmit', '--strict', '--allowImportingTsExtensions', '--module', 'nodenext', 'use.ts'];
      return spawnSync(process.execPath, [tsc, ...flags], { cwd: folder }).status;
    };
    expect([compile('getOrder'), compile('getOrders')].map((status) => status === 0)).toEqual([true, false]);
  });

  it('prints it, and says where it cannot write', async () => {
    const folder = folderWith({ 'orders.yaml': ordersDocument });
    expect((await runStunt(['types', 'orders.yaml'], folder)).stdout).toContain('export type Operation =\n  | "');
    const { code, stderr } = await runStunt(['types', 'orders.yaml', '-o', 'no/such/folder.ts'], folder);
    expect(code).toBe(1);
    expect(stderr).toContain('error REPORT_NOT_WRITTEN: no/such/folder.ts cannot be written');
  });
});
