import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ordersDocument } from './testing/orders-document.ts';
import { endAll, folderWith } from './testing/run-stunt.ts';

afterAll(endAll);

const main = join(import.meta.dirname, 'main.ts');

/** Runs the command with nobody left to read one of its outputs, as behind `| head`; what it ended with. */
function runUnread(output: 'stdout' | 'stderr', args: readonly string[], cwd: string): Promise<number | null> {
  const child = spawn(process.execPath, ['--conditions=@stuntdouble/source', main, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child[output].destroy();
  child[output === 'stdout' ? 'stderr' : 'stdout'].resume();
  return new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}

const script = `const headers = { 'x-api-key': process.env.STUNT_API_KEY };
fetch(process.env.STUNT_URL + '/orders/o-1', { headers }).then((answer) => process.exit(answer.ok ? 0 : 1));`;
const drillOf = (cell: string, ...flags: string[]) => [
  ...['drill', 'orders.yaml', '--only', cell, ...flags, '--', process.execPath, '-e', script],
];

describe('a command that nobody reads any more', () => {
  it('keeps its exit code where its stdout was closed', async () => {
    const broken = ordersDocument.replace("'#/components/schemas/Order'", "'#/nowhere'");
    expect(await runUnread('stdout', ['check', 'orders.yaml'], folderWith({ 'orders.yaml': broken }))).toBe(1);
    expect(await runUnread('stdout', ['check', 'orders.yaml'], folderWith({ 'orders.yaml': ordersDocument }))).toBe(0);
  });

  it('goes on to what it found and to its reports where it is a drill', async () => {
    const folder = folderWith({ 'orders.yaml': ordersDocument });
    expect(await runUnread('stdout', drillOf('getOrder.fails-twice', '--json', 'r.json'), folder)).toBe(1);
    expect(existsSync(join(folder, 'r.json'))).toBe(true);
  });

  it('goes on where its progress is not read', async () => {
    const folder = folderWith({ 'orders.yaml': ordersDocument });
    expect(await runUnread('stderr', drillOf('getOrder.latency'), folder)).toBe(0);
  });

  it('ends where it is a server', async () => {
    const folder = folderWith({ 'orders.yaml': ordersDocument });
    expect(await runUnread('stdout', ['serve', 'orders.yaml', '--port', '0'], folder)).toBe(0);
  });
});
