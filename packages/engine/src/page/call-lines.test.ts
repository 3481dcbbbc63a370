import { describe, expect, it } from '@jest/globals';
import { documentOf } from '../testing/engine-of.ts';
import { callLines } from './call-lines.ts';
import { firstCall } from './first-call.ts';

const place = { origin: 'http://localhost:1', prefix: '/~acme', auth: 'presence' } as const;

async function linesOf(security: string, schemes: string, auth: 'presence' | 'enforce' = 'presence') {
  const document = await documentOf(`
openapi: 3.1.0
info: { title: t, version: '1' }
security: ${security}
paths:
  /needs: { get: { parameters: [{ name: q, in: query, required: true, schema: { type: string } }], responses: { '200': { description: ok } } } }
  /items/{id}: { get: { responses: { '200': { description: ok } } } }
  "/it's": { get: { operationId: first, responses: { '200': { description: ok } } } }
components: { securitySchemes: ${schemes} }
`);
  const call = firstCall(document);
  return (
    call &&
    callLines({ ...place, auth }, call)
      .text.replace(/<[^>]*>/g, '')
      .replaceAll('&#39;', "'")
  );
}

const URL_WORD = `'http://localhost:1/~acme/it'\\''s'`;

describe('the first call', () => {
  it('is a GET that needs no parameter, in words that a shell takes', async () => {
    expect(await linesOf('[]', '{}')).toBe(`curl ${URL_WORD}`);
  });

  it('has the place of the key where the document wants it', async () => {
    expect(await linesOf('[{ k: [] }]', '{ k: { type: apiKey, in: header, name: X-K } }')).toBe(
      `curl ${URL_WORD} \\\n  -H 'X-K: YOUR_API_KEY'`,
    );
    expect(await linesOf('[{ k: [] }]', '{ k: { type: apiKey, in: query, name: key } }')).toBe(
      `curl 'http://localhost:1/~acme/it'\\''s?key=YOUR_API_KEY'`,
    );
    expect(await linesOf('[{ k: [] }]', '{ k: { type: http, scheme: basic } }')).toBe(
      `curl -u 'YOUR_CLIENT_ID:YOUR_CLIENT_SECRET' ${URL_WORD}`,
    );
  });

  it('prefers a key to a token, and fetches a token where tokens are checked', async () => {
    const oauth = 'o: { type: oauth2, flows: { clientCredentials: { tokenUrl: /t, scopes: {} } } }';
    const both = `{ k: { type: http, scheme: bearer }, ${oauth} }`;
    expect(await linesOf('[{ o: [] }, { k: [] }]', both)).toContain('Authorization: Bearer YOUR_API_KEY');
    expect(await linesOf('[{ o: [] }]', `{ ${oauth} }`)).toContain('Bearer YOUR_API_KEY');
    expect(await linesOf('[{ o: [] }]', `{ ${oauth} }`, 'enforce')).toContain('http://localhost:1/~acme/_auth/token');
  });
});
