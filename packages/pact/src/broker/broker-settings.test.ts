import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokerSettings } from './broker-settings.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stunt-broker-'));
  writeFileSync(join(folder, 'ca.pem'), '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n');
  writeFileSync(join(folder, 'no.pem'), 'hello');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = (url: string | undefined, environment: Record<string, string> = {}, caFile?: string) =>
  brokerSettings({ url, caFile, timeoutMs: 1000, environment, cwd: folder });

describe('brokerSettings', () => {
  it('takes the address of the flag before that of the environment, and keeps what is secret out of what is shown', async () => {
    const given = await settings('https://me:p%40ss@broker.example.com/pact', {
      PACT_BROKER_BASE_URL: 'http://other',
      PACT_BROKER_TOKEN: 't',
    });
    expect(given).toMatchObject({
      shown: 'https://broker.example.com/pact',
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    });
    expect(given.url.href).toBe('https://broker.example.com/pact/');
    expect((await settings(undefined, { PACT_BROKER_BASE_URL: 'http://other:9292' })).shown).toBe('http://other:9292');
  });

  it('sends a token, else name and password, else nothing', async () => {
    const named = { PACT_BROKER_USERNAME: 'me', PACT_BROKER_PASSWORD: 'pass' };
    expect(await settings('http://b', { ...named, PACT_BROKER_TOKEN: ' tok\n' })).toMatchObject({
      authorization: 'Bearer tok',
    });
    expect(await settings('http://b', named)).toMatchObject({ authorization: `Basic ${btoa('me:pass')}` });
    expect(await settings('http://b')).toMatchObject({ authorization: undefined });
  });

  it('reads the authority of the flag, else of SSL_CERT_FILE', async () => {
    expect((await settings('https://b', {}, 'ca.pem')).ca).toContain('MII');
    expect((await settings('https://b', { SSL_CERT_FILE: join(folder, 'ca.pem') })).ca).toContain('MII');
  });

  it.each([
    [undefined, {}, undefined, 'BROKER_NOT_NAMED', 'no broker was named'],
    ['me:secret@host', {}, undefined, 'BROKER_INVALID', '--broker is "***@host"'],
    ['ftp://b', {}, undefined, 'BROKER_INVALID', '--broker is "ftp://b"'],
    ['http://b', { PACT_BROKER_TOKEN: 'a\nb' }, undefined, 'BROKER_INVALID', 'PACT_BROKER_TOKEN holds a line break'],
    [
      'http://b',
      { HTTPS_PROXY: 'me:secret@proxy' },
      undefined,
      'BROKER_INVALID',
      'HTTPS_PROXY is no address of a proxy',
    ],
    ['http://b', {}, 'gone.pem', 'BROKER_INVALID', '--broker-ca: gone.pem cannot be read: there is no such file'],
    [
      'http://b',
      { SSL_CERT_FILE: 'no.pem' },
      undefined,
      'BROKER_INVALID',
      'SSL_CERT_FILE: no.pem holds no certificate',
    ],
  ])('refuses %s %j %s', async (url, environment, caFile, code, message) => {
    await expect(settings(url, environment, caFile)).rejects.not.toThrow('secret');
    await expect(settings(url, environment, caFile)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});
