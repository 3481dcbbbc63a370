import { branch, isTree, type Tree, text } from './tree.ts';

/**
 * Gives requests of a Postman collection the media type that Postman sends with their body, and those of GraphQL and files a
 * body at all: http-spec reads neither, and takes what has no Content-Type for plain text. Never reads what a body says.
 */
export function completeBodies(requests: readonly Tree[]): void {
  for (const request of requests)
    if (isTree(request.body) && request.body.disabled !== true) complete(request, request.body);
}

const JSON_TYPE = 'application/json';

/** What Postman calls the language of a raw body, and sends for it. */
const LANGUAGES: Readonly<Record<string, string>> = {
  json: JSON_TYPE,
  xml: 'application/xml',
  html: 'text/html',
  javascript: 'application/javascript',
  text: 'text/plain',
};

function complete(request: Tree, body: Tree): void {
  if (body.mode === 'graphql') {
    // One address answers every query: what one of them asks for says nothing of the others.
    Object.assign(body, { mode: 'raw', raw: JSON.stringify({ query: text(branch(body, 'graphql').query) ?? '' }) });
    declare(request, JSON_TYPE);
  } else if (body.mode === 'file') {
    Object.assign(body, { mode: 'raw', raw: ' ' });
    declare(request, 'application/octet-stream');
  } else if (body.mode === 'raw') {
    const language = text(branch(branch(body, 'options'), 'raw').language);
    declare(request, LANGUAGES[language ?? (isJson(body.raw) ? 'json' : '')]);
  }
}

function declare(request: Tree, mediaType: string | undefined): void {
  const header: unknown = request.header || [];
  if (mediaType === undefined || !Array.isArray(header)) return;
  const isSaid = header.some(
    (field) => isTree(field) && field.disabled !== true && text(field.key)?.toLowerCase() === 'content-type',
  );
  if (!isSaid) request.header = [...header, { key: 'Content-Type', value: mediaType }];
}

function isJson(raw: unknown): boolean {
  if (typeof raw !== 'string' || !/^\s*[[{]/.test(raw)) return false;
  try {
    JSON.parse(raw);
    return true;
  } catch {
    return false;
  }
}
