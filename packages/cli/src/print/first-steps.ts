import type { ApiDocument } from '@stuntdouble/engine';
import type { Invocation } from '../outcome.ts';
import { type CurlLine, curlLines } from './curl-lines.ts';
import { shownPath } from './shown-path.ts';

export interface FirstSteps {
  readonly documents: readonly ApiDocument[];
  /** The server's own address, as it prints it. */
  readonly url: string;
  readonly withCredentials: boolean;
  readonly invocation: Pick<Invocation, 'invokedAs' | 'cwd'>;
}

/** What a newcomer can paste right away, and where to go next. */
export function firstSteps({ documents, url, withCredentials, invocation }: FirstSteps): string {
  const document = documents.find(({ operations }) => operations.length > 0);
  const reachable = url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  const withBasePath = documents.length > 1;
  const lines = document ? curlLines(document, { url: reachable, withCredentials, withBasePath }) : [];
  return [...tryLines(lines), ...nextLines(documents, invocation)].join('\n');
}

function tryLines(lines: readonly CurlLine[]): string[] {
  if (lines.length === 0) return [];
  return [
    'Try, in another terminal:',
    ...lines.flatMap(({ what, command }) => [`  # ${what.split('\n')[0]}`, `  ${command}`]),
    '',
  ];
}

function nextLines(documents: readonly ApiDocument[], { invokedAs, cwd }: FirstSteps['invocation']): string[] {
  const [document] = documents;
  const rows = [
    [
      `${invokedAs} check ${document ? shownPath(document.source, cwd) : 'DOC'}`,
      'what in the document is wrong, and what is served instead',
    ],
    ["curl … -H 'Prefer: code=503'", 'any status; likewise example=NAME, dynamic=true, seed=WORD'],
    [`${invokedAs} serve --help`, 'all flags; stunt.yaml takes the same settings'],
  ] as const;
  const width = Math.max(...rows.map(([what]) => what.length));
  return ['Next:', ...rows.map(([what, why]) => `  ${what.padEnd(width)}  ${why}`)];
}
