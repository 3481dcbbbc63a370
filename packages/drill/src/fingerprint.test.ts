import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadDocument } from '@stuntdouble/engine';
import { fingerprintOf } from './fingerprint.ts';
import { defaultPlan } from './plan/plan.ts';

const top = mkdtempSync(join(tmpdir(), 'stunt-fingerprint-'));
afterAll(() => rmSync(top, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(top, file)), { recursive: true });
  writeFileSync(join(top, file), text);
}

async function clientIn(folder: string, except: readonly string[] = []): Promise<string> {
  const document = await loadDocument(join(import.meta.dirname, 'testing/orders.yaml'));
  const given = { document, plan: defaultPlan, command: ['npm', 'test'], cwd: join(top, folder), except };
  return (await fingerprintOf(given)).client;
}

describe('the fingerprint of a client', () => {
  it('is of the whole repository, from whichever folder of it the drill is started', async () => {
    write('shared/client.js', 'one');
    write('shop/shop.test.js', 'test');
    write('shop/last.json', 'report');
    write('.gitignore', 'ignored/\n');
    write('ignored/own/client.js', 'one');
    execFileSync('git', ['init', '--quiet'], { cwd: top });
    const before = await clientIn('shop', ['last.json']);
    const ignored = await clientIn('ignored/own');
    write('shop/last.json', 'another report');
    expect(await clientIn('shop', ['last.json'])).toBe(before);
    write('shared/client.js', 'another');
    expect(await clientIn('shop', ['last.json'])).not.toBe(before);
    // What git ignores as a whole is a project of its own.
    write('ignored/own/client.js', 'another');
    expect(await clientIn('ignored/own')).not.toBe(ignored);
  });
});
