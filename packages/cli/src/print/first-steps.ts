import type { ApiDocument } from '@stuntdouble/engine';
import type { Invocation } from '../outcome.ts';
import { type CurlLine, curlLines } from './curl-lines.ts';
import { quoted } from './quoted.ts';
import { type ShownCredentials, TOKEN_VARIABLE } from './shown-credentials.ts';
import { shownPath } from './shown-path.ts';

export interface FirstSteps {
  readonly documents: readonly ApiDocument[];
  /** The server's own address, as it prints it. */
  readonly url: string;
  /** Undefined where none are asked for. */
  readonly credentials: ShownCredentials | undefined;
  /** Path of the certificate to trust, for https. */
  readonly authority: string | undefined;
  /** A real API answers: what is said of answers of the document is left out. @default false */
  readonly forwards?: boolean;
  readonly invocation: Pick<Invocation, 'invokedAs' | 'cwd'>;
}

/** What a newcomer can paste right away, and where to go next. */
export function firstSteps(steps: FirstSteps): string {
  const { documents, url, credentials, authority } = steps;
  const document = documents.find(({ operations }) => operations.length > 0);
  const withBasePath = documents.length > 1;
  const lines = document ? curlLines(document, { url, credentials, withBasePath, authority }) : [];
  return [...tryLines(lines, tokenLine(url, authority)), ...nextLines(steps)].join('\n');
}

/** Asks for a token with what start-up prints above; the shell keeps it for the lines below. */
function tokenLine(url: string, authority: string | undefined): CurlLine {
  const trust = authority === undefined ? '' : ` --cacert ${quoted(authority)}`;
  const curl = `curl -s -u "$ID:$SECRET" -d grant_type=client_credentials ${url}/_auth/token${trust}`;
  const command = `TOKEN=$(${curl} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
  return { what: 'a token, with the credentials above', command };
}

function tryLines(lines: readonly CurlLine[], token: CurlLine): string[] {
  if (lines.length === 0) return [];
  const needsToken = lines.some(({ command }) => command.includes(TOKEN_VARIABLE));
  return [
    'Try, in another terminal:',
    ...[...(needsToken ? [token] : []), ...lines].flatMap(({ what, command }) => [
      `  # ${what.split('\n')[0]}`,
      `  ${command}`,
    ]),
    '',
  ];
}

function nextLines({ documents, forwards = false, invocation: { invokedAs, cwd } }: FirstSteps): string[] {
  const [document] = documents;
  const path = document ? shownPath(document.source, cwd) : 'DOC';
  const check = [`${invokedAs} check ${path}`, 'what in the document is wrong, and what is served instead'];
  const prefer = ["curl … -H 'Prefer: code=503'", 'any status; likewise example=NAME, dynamic=true, seed=WORD'];
  const help = [`${invokedAs} ${forwards ? 'proxy' : 'serve'} --help`, 'all flags; stunt.yaml takes the same settings'];
  const faults = faultRows(documents, invokedAs);
  const partner = [`${invokedAs} sandbox create acme --ttl 7d`, 'a sandbox for a partner, with credentials of its own'];
  const rows = forwards ? [...faults, partner, help] : [check, ...faults, partner, prefer, help];
  const width = Math.max(...rows.map(([what = '']) => what.length));
  return ['Next:', ...rows.map(([what = '', why]) => `  ${what.padEnd(width)}  ${why}`)];
}

/** Something that fails, something that heals, something to watch it with. */
function faultRows(documents: readonly ApiDocument[], invokedAs: string): string[][] {
  const operations = documents.flatMap((document) => document.operations);
  const operation = operations.find(({ method, deprecated }) => method === 'GET' && !deprecated) ?? operations[0];
  if (operation === undefined) return [];
  const id = quoted(operation.id);
  return [
    [`${invokedAs} fault add status --code 503 --operation ${id} --ttl 30s`, 'that operation is down for 30 seconds'],
    [`${invokedAs} scenario run brownout --operation ${id} --wait`, 'an overload, phase by phase, with a report'],
    [`${invokedAs} fault clear`, 'all is well again'],
    [`${invokedAs} requests --follow`, 'what comes in and what happens to it'],
  ];
}
