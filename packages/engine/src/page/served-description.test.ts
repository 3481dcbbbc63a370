import { describe, expect, it } from '@jest/globals';
import { documentOf } from '../testing/engine-of.ts';
import { servedDescription } from './served-description.ts';

const acme = { origin: 'https://localhost:4010', prefix: '/~acme' };

describe('the description beside a sandbox', () => {
  it('names the sandbox as its only server, of OpenAPI 3', async () => {
    const document = await documentOf(`
openapi: 3.1.0
info: { title: t, version: '1' }
servers: [{ url: https://api.example.com/v1 }]
paths:
  /a:
    servers: [{ url: https://a.example.com }]
    get: { servers: [{ url: https://b.example.com }], responses: { '200': { description: ok } } }
components:
  securitySchemes:
    o: { type: oauth2, flows: { authorizationCode: { authorizationUrl: https://l.example.com/a, tokenUrl: https://l.example.com/t, scopes: {} } } }
    c: { type: openIdConnect, openIdConnectUrl: https://l.example.com/c }
`);
    const before = JSON.stringify(document.root);
    const served = servedDescription(document, acme, false);
    expect(served).toMatchObject({ servers: [{ url: 'https://localhost:4010/~acme' }] });
    expect(JSON.stringify(served)).not.toContain('example.com');
    expect(JSON.stringify(served)).toContain('https://localhost:4010/~acme/_auth/authorize');
    expect(JSON.stringify(document.root)).toBe(before);
    expect(servedDescription(document, acme, true)).toMatchObject({
      servers: [{ url: 'https://localhost:4010/~acme/v1' }],
    });
  });

  it('names it likewise in the words of OpenAPI 2', async () => {
    const document = await documentOf(`
swagger: '2.0'
info: { title: t, version: '1' }
host: api.example.com
basePath: /v1
schemes: [http]
paths: { /a: { get: { responses: { '200': { description: ok } } } } }
securityDefinitions: { o: { type: oauth2, flow: application, tokenUrl: https://l.example.com/t, scopes: {} } }
`);
    expect(servedDescription(document, acme, false)).toMatchObject({
      schemes: ['https'],
      host: 'localhost:4010',
      basePath: '/~acme',
      securityDefinitions: { o: { tokenUrl: 'https://localhost:4010/~acme/_auth/token' } },
    });
  });
});
