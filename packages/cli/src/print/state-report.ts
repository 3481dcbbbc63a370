import type { ApiDocument, ResourceDescription } from '@stuntdouble/engine';
import { heading } from './document-summary.ts';
import { plural } from './finding-lines.ts';
import { shownPath } from './shown-path.ts';

/** What `stunt check --state` shows of each resource, for a person. */
export function stateReport(document: ApiDocument, resources: readonly ResourceDescription[], cwd: string): string {
  const sections = resources.map((resource) =>
    [resource.resource, ...linesOf(resource).map((line) => `  ${line}`)].join('\n'),
  );
  return [
    heading(document, shownPath(document.source, cwd)),
    ...sections,
    `${plural(resources.length, 'resource')} inferred from paths and schemas; all else is answered without state.`,
  ].join('\n\n');
}

function linesOf({
  operations,
  idField,
  ids,
  list,
  etag,
  idempotencyKey,
  serverSet,
  why,
}: ResourceDescription): string[] {
  const lines = [
    `operations   ${Object.entries(operations)
      .map(([role, id]) => `${role} ${id}`)
      .join(', ')}`,
  ];
  if (idField !== null) lines.push(`id           ${idField}, ${ids}`);
  if (list !== null) {
    lines.push(`list         ${list.property ?? 'the answer itself'}`);
    lines.push(`pages        ${[list.pagination, ...list.parameters, ...list.members].join(', ')}`);
    if (list.filters.length > 0) lines.push(`filters      ${list.filters.join(', ')}`);
    if (list.sort.length > 0) lines.push(`sort         ${list.sort.join(', ')}`);
  }
  if (serverSet.length > 0) lines.push(`server sets  ${serverSet.join(', ')}`);
  const headers = [etag ? 'ETag and If-Match' : '', idempotencyKey ? 'Idempotency-Key' : ''].filter(Boolean);
  if (headers.length > 0) lines.push(`honours      ${headers.join(', ')}`);
  return [...lines, ...why.map((reason) => `because      ${reason}`)];
}
