import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readServerFile, type ServerFile, writeServerFile } from './server-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'server-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (pid: number, port: number): ServerFile => ({
  pid,
  url: `http://127.0.0.1:${port}`,
  controlUrl: `http://127.0.0.1:${port}/_stunt`,
  startedAt: '2026-03-02T09:15:00.000Z',
});

describe('writeServerFile', () => {
  it('leaves nothing behind', async () => {
    const announced = await writeServerFile(folder, entry(process.pid, 1));
    expect([await readServerFile(folder), announced.displaced]).toEqual([entry(process.pid, 1), undefined]);
    await announced.withdraw();
    expect(await readServerFile(folder)).toBeUndefined();
  });

  it('gives the place back to a double that was there before and still runs', async () => {
    const first = entry(process.ppid, 1);
    await writeServerFile(folder, first);
    const second = await writeServerFile(folder, entry(process.pid, 2));
    expect([await readServerFile(folder), second.displaced]).toEqual([entry(process.pid, 2), first]);
    await second.withdraw();
    expect(await readServerFile(folder)).toEqual(first);
  });

  it('keeps the entry of one that came later', async () => {
    const first = await writeServerFile(folder, entry(process.pid, 1));
    await writeServerFile(folder, entry(process.ppid, 2));
    await first.withdraw();
    expect(await readServerFile(folder)).toEqual(entry(process.ppid, 2));
  });
});
