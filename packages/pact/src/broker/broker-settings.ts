import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PactError } from '../errors.ts';

/** Where a Pact Broker is, and how to speak to it. Holds secrets: of this only `shown` is ever printed. */
export interface BrokerSettings {
  /** Without credentials, ends with a slash. */
  readonly url: URL;
  /** The address as it may be printed. */
  readonly shown: string;
  /** Value of the field of that name. */
  readonly authorization: string | undefined;
  /** PEM. */
  readonly ca: string | undefined;
  /** Of one answer. */
  readonly timeoutMs: number;
  /** Names of the proxies, if the environment has some. */
  readonly proxy: { readonly httpProxy?: string; readonly httpsProxy?: string; readonly noProxy: string };
}

export interface GivenBroker {
  /** Undefined or empty: PACT_BROKER_BASE_URL. */
  readonly url: string | undefined;
  /** Undefined: SSL_CERT_FILE. */
  readonly caFile: string | undefined;
  readonly timeoutMs: number;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly cwd: string;
}

/** @throws PactError BROKER_NOT_NAMED, BROKER_INVALID. */
export async function brokerSettings(given: GivenBroker): Promise<BrokerSettings> {
  const { environment, timeoutMs } = given;
  const text = given.url || environment.PACT_BROKER_BASE_URL;
  if (!text) throw new PactError('BROKER_NOT_NAMED', 'no broker was named');
  const url = readUrl(text, given.url ? '--broker' : 'PACT_BROKER_BASE_URL');
  const authorization = authorizationOf(url, environment);
  url.username = '';
  url.password = '';
  url.hash = '';
  url.search = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return {
    url,
    shown: url.href.replace(/\/$/, ''),
    authorization,
    ca: await caOf(given),
    timeoutMs,
    proxy: proxyOf(environment),
  };
}

function readUrl(text: string, from: string): URL {
  const url = URL.parse(text);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  const shown = text.replace(/[^/@]*@/, '***@');
  throw new PactError(
    'BROKER_INVALID',
    `${from} is "${shown}", an address such as https://broker.example.com is expected`,
  );
}

/** What stands in the address is meant for it; else a token; else name and password. */
function authorizationOf(url: URL, environment: GivenBroker['environment']): string | undefined {
  const { PACT_BROKER_TOKEN: token, PACT_BROKER_USERNAME: name, PACT_BROKER_PASSWORD: password } = environment;
  if (url.username !== '') return basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
  if (token)
    return /[\r\n]/.test(token.trim()) ? wrong('PACT_BROKER_TOKEN holds a line break') : `Bearer ${token.trim()}`;
  return name ? basic(name, password ?? '') : undefined;
}

function wrong(message: string): never {
  throw new PactError('BROKER_INVALID', message);
}

function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`, 'utf8').toString('base64')}`;
}

async function caOf({ caFile, environment, cwd }: GivenBroker): Promise<string | undefined> {
  const file = caFile ?? environment.SSL_CERT_FILE;
  if (!file) return undefined;
  const from = caFile === undefined ? 'SSL_CERT_FILE' : '--broker-ca';
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    const words = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    return wrong(`${from}: ${file} cannot be read: ${words}`);
  });
  return text.includes('-----BEGIN CERTIFICATE-----') ? text : wrong(`${from}: ${file} holds no certificate in PEM`);
}

function proxyOf(environment: GivenBroker['environment']): BrokerSettings['proxy'] {
  const httpProxy = proxyNamed('HTTP_PROXY', environment);
  const httpsProxy = proxyNamed('HTTPS_PROXY', environment);
  const noProxy = environment.no_proxy || environment.NO_PROXY;
  return {
    ...(httpProxy && { httpProxy }),
    ...(httpsProxy && { httpsProxy }),
    // This machine is never behind a proxy.
    noProxy: ['localhost', '127.0.0.1', '::1', noProxy].filter(Boolean).join(','),
  };
}

function proxyNamed(name: string, environment: GivenBroker['environment']): string | undefined {
  const value = environment[name.toLowerCase()] || environment[name];
  // It may hold credentials, and is not shown.
  if (value && !/^https?:$/.test(URL.parse(value)?.protocol ?? ''))
    wrong(`${name} is no address of a proxy, such as http://proxy.example.com:3128`);
  return value || undefined;
}
