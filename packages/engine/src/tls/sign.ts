import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** Makes authorities and signs certificates with them, P-256 throughout. Reads no file and no clock. */
export interface Signer {
  /** PEM, as is `key`. */
  readonly certificate: string;
  readonly key: string;
  issue(request: CertificateRequest): Promise<Pair>;
}

export interface CertificateRequest {
  /** Host names and IP addresses. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Chain and key, both PEM. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 24 * 3600 * 1000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const AUTHORITY_DAYS = 3650;

export async function createSigner(now: number): Promise<Signer> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=Stuntdouble local authority ${serial().slice(0, 8)}, O=Stuntdouble`,
    notBefore: new Date(now - 90 * DAY_MS),
    notAfter: new Date(now + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return signerOf(certificate, keys.privateKey, await pemOf(keys.privateKey));
}

/** From the PEM of a key and of its certificate, in one text. */
export async function signerFrom(pem: string): Promise<Signer> {
  const key = block(pem, 'PRIVATE KEY');
  const privateKey = await crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(key), ALGORITHM, true, [
    'sign',
  ]);
  return signerOf(new x509.X509Certificate(block(pem, 'CERTIFICATE')), privateKey, key);
}

function signerOf(authority: x509.X509Certificate, signingKey: webcrypto.CryptoKey, key: string): Signer {
  const certificate = `${authority.toString('pem')}\n`;
  return {
    certificate,
    key,
    async issue({ names, notBefore, notAfter }) {
      const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
      const leaf = await x509.X509CertificateGenerator.create({
        serialNumber: serial(),
        subject: `CN=${names[0] ?? 'localhost'}`,
        issuer: authority.subject,
        notBefore: new Date(notBefore),
        notAfter: new Date(notAfter),
        signingAlgorithm: ALGORITHM,
        publicKey: keys.publicKey,
        signingKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(
            names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
          ),
          await x509.AuthorityKeyIdentifierExtension.create(authority),
        ],
      });
      return { certificate: `${leaf.toString('pem')}\n${certificate}`, key: await pemOf(keys.privateKey) };
    },
  };
}

const pemOf = async (key: webcrypto.CryptoKey): Promise<string> =>
  `${x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;

function block(pem: string, label: string): string {
  const found = new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`).exec(pem);
  if (found === null) throw new Error(`it has no ${label}`);
  return `${found[0]}\n`;
}

/** Positive, as RFC 5280 wants it. */
const serial = (): string => `0${crypto.randomUUID().replaceAll('-', '').slice(1)}`;
