import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { certificatesFor } from './certificates.ts';

const NOW = Date.UTC(2030, 0, 15);
const DAY_MS = 24 * 3600 * 1000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stunt-tls-'));
});
afterEach(() => rm(folder, { recursive: true }));

const authorityOf = async (file: string | undefined): Promise<X509Certificate> =>
  new X509Certificate(await readFile(file ?? ''));

describe('certificatesFor', () => {
  it('makes a certificate of the host that the authority in the folder has signed', async () => {
    const { certificates, authority } = await certificatesFor('double.test', { folder }, NOW);
    const ca = await authorityOf(authority);
    const good = new X509Certificate(certificates.good.certificate);
    expect(authority).toBe(join(folder, 'authority.pem'));
    expect(ca.ca).toBe(true);
    expect(good.verify(ca.publicKey)).toBe(true);
    expect(['localhost', 'double.test'].map((name) => good.checkHost(name))).toEqual(['localhost', 'double.test']);
    expect(['127.0.0.1', '::1'].map((address) => good.checkIP(address))).toEqual(['127.0.0.1', '::1']);
    expect(good.validToDate.getTime()).toBe(NOW + 397 * DAY_MS);
  });

  it('makes one certificate for each way to be rejected', async () => {
    const { certificates, authority } = await certificatesFor('localhost', { folder }, NOW);
    const ca = await authorityOf(authority);
    const expired = new X509Certificate(certificates.expired.certificate);
    const wrong = new X509Certificate(certificates['wrong-host'].certificate);
    const untrusted = new X509Certificate(certificates.untrusted.certificate);
    expect([expired, wrong, untrusted].map((each) => each.verify(ca.publicKey))).toEqual([true, true, false]);
    expect(expired.validToDate.getTime()).toBeLessThan(NOW);
    expect([wrong.checkHost('localhost'), untrusted.checkHost('localhost')]).toEqual([undefined, 'localhost']);
  });

  it('keeps its authority, the key for its owner alone', async () => {
    const first = await certificatesFor('localhost', { folder }, NOW);
    const before = await readFile(first.authority ?? '', 'utf8');
    const again = await certificatesFor('localhost', { folder }, NOW + DAY_MS);
    expect(await readFile(again.authority ?? '', 'utf8')).toBe(before);
    expect((await stat(join(folder, 'authority-key.pem'))).mode & 0o777).toBe(0o600);
  });

  it('agrees on one authority where two processes start at once', async () => {
    const both = await Promise.all([1, 2].map(() => certificatesFor('localhost', { folder }, NOW)));
    const ca = await authorityOf(both[0]?.authority);
    const issued = both.map(({ certificates }) => new X509Certificate(certificates.good.certificate));
    expect(issued.map((each) => each.verify(ca.publicKey))).toEqual([true, true]);
  });

  it('stops at an authority that cannot be read, and names the file', async () => {
    await writeFile(join(folder, 'authority-key.pem'), 'nothing');
    await expect(certificatesFor('localhost', { folder }, NOW)).rejects.toMatchObject({
      code: 'TLS_AUTHORITY_BROKEN',
      message: expect.stringContaining('authority-key.pem: it has no PRIVATE KEY'),
    });
  });

  it('serves a certificate of your own', async () => {
    const own = { certificate: 'mine', key: 'my key' };
    const { certificates, authority } = await certificatesFor('localhost', { folder, own }, NOW);
    expect([certificates.good, authority]).toEqual([own, undefined]);
  });
});
