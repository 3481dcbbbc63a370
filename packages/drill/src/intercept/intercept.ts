import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { type Clock, localAuthority, type ReachableSandbox } from '@stuntdouble/engine';
import { startConnectProxy } from './connect-proxy.ts';
import { redirectHook } from './redirect-hook.ts';

/**
 * Leads calls of a client that knows only the real host to the double: by a proxy for those that heed HTTPS_PROXY, by a hook for
 * Node, and with a local authority that only the client's processes trust. Changes nothing outside of their environment.
 */
export interface Interception {
  /** Certificate of the host, for the double to show. */
  readonly certificate: { readonly certificate: string; readonly key: string };
  /** Folder of the authority. */
  readonly folder: string;
  /** For one run: its environment, and how to end what serves it. */
  around(sandbox: ReachableSandbox): Promise<{ env: Record<string, string>; close(): Promise<void> }>;
  close(): Promise<void>;
}

export interface InterceptOptions {
  /** `https://api.example.com`. */
  readonly origin: string;
  /** What the client's environment has already. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

const DAY_MS = 24 * 3600 * 1000;

export async function intercept({ origin, env, clock }: InterceptOptions): Promise<Interception> {
  const { hostname, port } = new URL(origin);
  const from = `${hostname}:${port === '' ? '443' : port}`;
  const folder = await mkdtemp(join(tmpdir(), 'stunt-intercept-'));
  const now = clock.now();
  const authority = await localAuthority(folder, now);
  const names = [hostname, 'localhost', '127.0.0.1'];
  const certificate = await authority.issue({ names, notBefore: now - DAY_MS, notAfter: now + DAY_MS });
  const [bundle, hook] = [join(folder, 'bundle.pem'), join(folder, 'redirect.cjs')];
  await writeFile(bundle, [await readFile(authority.file, 'utf8'), ...(await knownRoots(env))].join('\n'));
  await writeFile(hook, redirectHook);
  return {
    ...{ certificate, folder },
    async around({ port: toPort = 0 }) {
      const proxy = await startConnectProxy({ from, toPort });
      const url = `http://127.0.0.1:${proxy.port}`;
      const noProxy = ['127.0.0.1', 'localhost'].join();
      return {
        env: {
          ...{ HTTPS_PROXY: url, https_proxy: url, NO_PROXY: noProxy, no_proxy: noProxy },
          ...{ NODE_EXTRA_CA_CERTS: authority.file, SSL_CERT_FILE: bundle },
          ...{ REQUESTS_CA_BUNDLE: bundle, CURL_CA_BUNDLE: bundle },
          NODE_OPTIONS: [env.NODE_OPTIONS ?? '', `--require "${hook.replaceAll(/["\\]/g, '\\$&')}"`].join(' ').trim(),
          DRILL_INTERCEPT: `${from}=${toPort}`,
        },
        close: proxy.close,
      };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A file of roots takes the place of the system's: what the client trusted before stays in it. */
async function knownRoots(env: InterceptOptions['env']): Promise<readonly string[]> {
  const own = [env.SSL_CERT_FILE, env.REQUESTS_CA_BUNDLE, env.CURL_CA_BUNDLE, env.NODE_EXTRA_CA_CERTS];
  const files = [...new Set(own.flatMap((file) => file || []))];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return [...texts, ...rootCertificates];
}
