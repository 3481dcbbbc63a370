import { type HandMade, openapi } from './hand-made.ts';

/** Credentials in every scheme, alone, together and in alternatives. */
const ok = {
  200: { description: 'ok', content: { 'application/json': { example: { in: true }, schema: { type: 'object' } } } },
};
const guarded = (security: object[], responses: object = ok) => ({ get: { security, responses } });

export const security: HandMade = {
  name: 'security',
  document: openapi(
    {
      '/basic': guarded([{ basic: [] }]),
      '/bearer': guarded([{ bearer: [] }]),
      '/digest': guarded([{ digest: [] }]),
      '/key': guarded([{ key: [] }]),
      '/query-key': guarded([{ queryKey: [] }]),
      '/cookie': guarded([{ cookie: [] }]),
      '/oauth': guarded([{ oauth: ['read'] }]),
      '/openid': guarded([{ openid: [] }]),
      '/both': guarded([{ key: [], bearer: [] }]),
      '/either': guarded([{ key: [] }, { basic: [] }]),
      '/optional': guarded([{ bearer: [] }, {}]),
      '/open': guarded([]),
      '/own': guarded([{ bearer: [] }], {
        ...ok,
        401: {
          description: 'no',
          content: { 'application/json': { schema: { type: 'object' }, example: { login: true } } },
        },
      }),
    },
    {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
        digest: { type: 'http', scheme: 'digest' },
        key: { type: 'apiKey', in: 'header', name: 'X-Key' },
        queryKey: { type: 'apiKey', in: 'query', name: 'key' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'session' },
        oauth: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: 'https://example.com/token', scopes: { read: 'x' } } },
        },
        openid: { type: 'openIdConnect', openIdConnectUrl: 'https://example.com/.well-known' },
      },
    },
  ),
  requests: [
    ...[
      'basic',
      'bearer',
      'digest',
      'key',
      'query-key',
      'cookie',
      'oauth',
      'openid',
      'both',
      'either',
      'optional',
      'open',
      'own',
    ].flatMap((path) => [
      [`GET /${path}`] as const,
      [`GET /${path}`, { authorization: 'Bearer abc' }] as const,
      [`GET /${path}`, { authorization: 'Basic dXNlcjpwYXNz' }] as const,
      [`GET /${path}?key=1`, { 'x-key': '1', cookie: 'a=b; session=xyz' }] as const,
    ]),
    ['GET /bearer', { authorization: 'Bearer' }],
    ['GET /basic', { authorization: 'Basic abc' }],
    ['GET /basic', { authorization: 'basic dXNlcjpwYXNz' }],
    ['GET /digest', { authorization: 'Digest username="a", realm="b", nonce="c", uri="d", response="e"' }],
    ['GET /digest', { authorization: 'Digest username="a"' }],
    ['GET /both', { 'x-key': '1', authorization: 'Bearer a' }],
    ['GET /key', { 'x-key': '' }],
    ['GET /query-key?key='],
  ],
};
