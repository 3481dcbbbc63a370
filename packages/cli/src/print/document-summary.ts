import type { ApiDocument, DocumentFormat, Finding } from '@stuntdouble/engine';
import type { Invocation } from '../outcome.ts';
import { bySeverity, findingLines, plural } from './finding-lines.ts';
import { shownPath } from './shown-path.ts';

const formats: Record<DocumentFormat, string> = {
  'openapi-2.0': 'OpenAPI 2.0',
  'openapi-3.0': 'OpenAPI 3.0',
  'openapi-3.1': 'OpenAPI 3.1',
  'openapi-3.2': 'OpenAPI 3.2',
  'postman-2': 'Postman collection 2',
};

const shownFindings = 20;

/** What start-up found in one document. Names what there is; judging it is `stunt check`. */
export function documentSummary(
  document: ApiDocument,
  { invokedAs, cwd }: Pick<Invocation, 'invokedAs' | 'cwd'>,
): string {
  const path = shownPath(document.source, cwd);
  const lines = [heading(document, path), ...facts(document).map(([name, value]) => `  ${name.padEnd(11)} ${value}`)];
  for (const finding of bySeverity(document.findings).slice(0, shownFindings)) {
    lines.push(...findingLines(finding, path).map((line) => `  ${line}`));
  }
  const hidden = document.findings.length - shownFindings;
  if (hidden > 0) lines.push(`  and ${hidden} more: ${invokedAs} check ${path}`);
  return lines.join('\n');
}

export function heading({ title, version, format }: ApiDocument, path: string): string {
  return `${title} ${version} (${formats[format]}) from ${path}`;
}

function facts({ operations, webhooks, mediaTypes, securitySchemes, basePaths }: ApiDocument): [string, string][] {
  const facts: [string, string][] = [['operations', operations.length.toLocaleString('en')]];
  if (operations.length === 0)
    facts.push(['', `${webhooks.length > 0 ? 'webhooks only' : 'nothing to serve'}: paths answer 404`]);
  if (webhooks.length > 0) facts.push(['webhooks', short(webhooks.map(({ name }) => name))]);
  if (mediaTypes.length > 0) facts.push(['media types', short(mediaTypes)]);
  const schemes = securitySchemes.map(({ name, kind }) => `${name}: ${kind}${unjudged(kind)}`);
  facts.push(['security', schemes.length > 0 ? short(schemes, '; ') : 'none']);
  if (basePaths.length > 0) facts.push(['base paths', `${basePaths.join(', ')} (paths answer with and without)`]);
  return facts;
}

/** What no credential is held against; `stunt check` says more. */
const UNJUDGED: Readonly<Record<string, string>> = {
  'http digest': ' (well formed is enough)',
  mutualTLS: ' (not asked for)',
};

const unjudged = (kind: string): string =>
  UNJUDGED[kind] ?? (/^http (?!basic$|bearer$)/.test(kind) ? ' (not asked for)' : '');

/** Which operations the plans do not cover, or that they cover all. */
export function prismSummary(operations: readonly { id: string; reason: string }[]): string {
  if (operations.length === 0) return 'All operations are served by plans.';
  const names = short(operations.map(({ id, reason }) => `${id} (${reason})`));
  return `${plural(operations.length, 'operation')} ${operations.length === 1 ? 'runs' : 'run'} through prism-http: ${names}`;
}

/** Routes that two documents, or two operations, both claim. */
export function duplicateLines(duplicates: readonly Finding[]): string[] {
  const lines = duplicates.slice(0, shownFindings).flatMap((finding) => findingLines(finding, ''));
  const hidden = duplicates.length - shownFindings;
  return hidden > 0 ? [...lines, `and ${hidden} more duplicate routes`] : lines;
}

const shownNames = 8;

function short(names: readonly string[], separator = ', '): string {
  const shown = names.slice(0, shownNames).join(separator);
  return names.length > shownNames ? `${shown} and ${names.length - shownNames} more` : shown;
}
