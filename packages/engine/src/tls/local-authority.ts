import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StuntError } from '../errors.ts';
import { type CertificateRequest, createSigner, type Pair, type Signer, signerFrom } from './sign.ts';

/**
 * A certificate authority of one folder: made on first use, kept in two files, trusted by nobody who was not told to. The
 * certificates that it signs live in memory only.
 */
export interface LocalAuthority {
  /** The certificate that clients are to trust (`NODE_EXTRA_CA_CERTS`). */
  readonly file: string;
  issue(request: CertificateRequest): Promise<Pair>;
}

const CERTIFICATE = 'authority.pem';
const KEY = 'authority-key.pem';

export async function localAuthority(folder: string, now: number): Promise<LocalAuthority> {
  const file = resolve(folder, CERTIFICATE);
  const keyFile = resolve(folder, KEY);
  await mkdir(folder, { recursive: true });
  const kept = await textOf(keyFile);
  const signer = kept === undefined ? await keep(keyFile, await createSigner(now)) : await read(keyFile, kept);
  if ((await textOf(file)) !== signer.certificate) await writeFile(file, signer.certificate);
  return { file, issue: (request) => signer.issue(request) };
}

/** Key and certificate in one file, so that two processes that start at once agree on a whole pair: the first to link it wins. */
async function keep(file: string, made: Signer): Promise<Signer> {
  const draft = `${file}.${crypto.randomUUID()}`;
  await writeFile(draft, made.key + made.certificate, { mode: 0o600 });
  try {
    await link(draft, file);
    return made;
  } catch (error) {
    const first = await textOf(file);
    if (first === undefined) throw error;
    return await read(file, first);
  } finally {
    await rm(draft, { force: true });
  }
}

async function read(file: string, pem: string): Promise<Signer> {
  try {
    return await signerFrom(pem);
  } catch (error) {
    throw new StuntError('TLS_AUTHORITY_BROKEN', `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const textOf = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
