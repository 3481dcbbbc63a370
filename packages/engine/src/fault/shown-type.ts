/** The media type, or the coding, of an answer as the journal may have it: a usual one, for any other may be a client's own words. */
export function shownType(mediaType: string): string {
  const [essence = ''] = mediaType.split(';');
  const usual = essence.trim().toLowerCase();
  return USUAL.has(usual) ? usual : 'of another type';
}

const USUAL = new Set([
  'application/json',
  'application/problem+json',
  'application/hal+json',
  'application/vnd.api+json',
  'application/xml',
  'application/pdf',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'image/jpeg',
  'image/png',
  'image/svg+xml',
  'text/csv',
  'text/event-stream',
  'text/html',
  'text/plain',
  'text/xml',
  'br',
  'compress',
  'deflate',
  'gzip',
  'zstd',
]);
