import { describe, expect, it } from '@jest/globals';
import { gateFor } from './admission-fixture.ts';

const securitySchemes = {
  basic: { type: 'http', scheme: 'BaSiC' },
  bearer: { type: 'http', scheme: 'bearer' },
  digest: { type: 'http', scheme: 'digest' },
  header: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
  query: { type: 'apiKey', in: 'query', name: 'key' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'SESSION' },
  oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/t', scopes: { read: '', write: '' } } } },
  openid: { type: 'openIdConnect', openIdConnectUrl: '/.well-known/openid-configuration' },
  mutual: { type: 'mutualTLS' },
  hoba: { type: 'http', scheme: 'hoba' },
};

const gate = (security: unknown) => gateFor({ security }, { components: { securitySchemes } });
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const DIGEST = 'Digest username="u", realm="r", nonce="n", uri="/", response="x"';

describe('security', () => {
  it.each([
    ['basic', { authorization: basic('user:pass') }],
    ['basic', { authorization: basic('user:pass').replace('Basic', 'bAsIc') }],
    ['basic', { authorization: basic('user:pa:ss') }],
    ['basic', { authorization: basic('sk_test_1:') }],
    ['bearer', { authorization: 'Bearer abc' }],
    ['bearer', { authorization: 'bearer  abc' }],
    ['digest', { authorization: DIGEST }],
    ['header', { 'x-api-key': 'k' }],
    ['cookie', { cookie: 'a=1; SESSION=abc' }],
    ['oauth', { authorization: 'Bearer abc' }],
    ['openid', { authorization: 'Bearer abc' }],
    ['mutual', {}],
    ['hoba', {}],
  ])('lets a well-formed %s credential pass: %j', (scheme, headers) => {
    expect(gate([{ [scheme]: [] }]).admit({ headers }).kind).toBe('admitted');
  });

  it.each([
    ['basic', {}],
    ['basic', { authorization: 'Basic' }],
    ['basic', { authorization: basic('no colon') }],
    ['basic', { authorization: 'Basic %%%' }],
    ['basic', { authorization: 'Basically dTpw' }],
    ['basic', { authorization: 'Bearer abc' }],
    ['bearer', { authorization: 'Bearer ' }],
    ['bearer', { authorization: 'Bearer a b' }],
    ['bearer', { authorization: basic('user:pass') }],
    ['digest', { authorization: 'Digest username="u"' }],
    ['header', {}],
    ['header', { 'x-api-key': '' }],
    ['cookie', { cookie: 'XSESSION=abc; SESSION=' }],
    ['oauth', { authorization: 'OAuth abc' }],
  ])('refuses what is no %s credential: %j', (scheme, headers) => {
    expect(gate([{ [scheme]: [] }]).admit({ headers }).kind).toBe('unauthorized');
  });

  it('looks for a key in the query even where no parameter is declared', () => {
    expect(gate([{ query: [] }]).admit({ target: '/things?key=1' }).kind).toBe('admitted');
    expect(gate([{ query: [] }]).admit({ target: '/things?key=' }).kind).toBe('unauthorized');
    expect(gate([{ query: [] }]).admit({ target: '/things?Key=1' }).kind).toBe('unauthorized');
  });

  it('asks for one of the alternatives, and for all of a set', () => {
    const { admit } = gate([{ bearer: [], header: [] }, { basic: [] }]);
    const outcome = (headers: Record<string, string>) => admit({ headers }).kind;
    expect(outcome({ authorization: basic('u:p') })).toBe('admitted');
    expect(outcome({ authorization: 'Bearer x', 'x-api-key': 'k' })).toBe('admitted');
    expect(outcome({ authorization: 'Bearer x' })).toBe('unauthorized');
    expect(outcome({ 'x-api-key': 'k' })).toBe('unauthorized');
  });

  it('lets everything pass where security is optional, absent or switched off', () => {
    expect(gate([{ bearer: [] }, {}]).admit({ headers: { authorization: 'nonsense' } }).kind).toBe('admitted');
    expect(gate([]).admit({}).kind).toBe('admitted');
    expect(gate(undefined).admit({}).kind).toBe('admitted');
    const document = { components: { securitySchemes } };
    expect(gateFor({ security: [{ bearer: [] }] }, document, { path: '/things', auth: 'off' }).admit({}).kind).toBe(
      'admitted',
    );
  });

  it('says for each alternative what is missing, with a challenge that clients understand', () => {
    expect(gate([{ oauth: ['read'], header: [] }, { basic: [] }]).admit({ headers: { 'x-api-key': 'k' } })).toEqual({
      kind: 'unauthorized',
      challenges: ['Bearer realm="sandbox", scope="read"', 'Basic realm="sandbox", charset="UTF-8"'],
      missing: ['Authorization: Bearer <token>', 'Authorization: Basic <base64 of user:password>'],
      prismTags: ['OAuth2', 'Basic realm="*"'],
    });
  });

  it('gives a challenge for keys too, since a 401 needs one', () => {
    expect(gate([{ header: [] }, { cookie: [] }, { query: [] }]).admit({})).toEqual({
      kind: 'unauthorized',
      challenges: [
        'ApiKey realm="sandbox", in="header", name="X-Api-Key"',
        'ApiKey realm="sandbox", in="cookie", name="SESSION"',
        'ApiKey realm="sandbox", in="query", name="key"',
      ],
      missing: ['header X-Api-Key', 'cookie SESSION', 'query parameter key'],
      prismTags: [],
    });
  });

  it.each([
    [[{ bearer: [] }], {}, ['Bearer']],
    [[{ bearer: [] }], { authorization: 'Bearer ' }, ['Bearer']],
    [[{ openid: [] }], {}, ['OpenID']],
    [[{ oauth: [], basic: [] }], {}, ['OAuth2', 'Basic realm="*"']],
    [[{ basic: [] }], { authorization: 'Basic abc123' }, []],
    [[{ digest: [] }], {}, ['Digest realm="*", nonce="abc123"']],
    [[{ digest: [] }], { authorization: 'Digest abc123' }, []],
  ])('tags as Prism does: %j, %j', (security, headers, prismTags) => {
    expect(gate(security).admit({ headers })).toMatchObject({ prismTags });
  });

  it('looks at nothing else before credentials are there', () => {
    expect(gate([{ bearer: [] }]).admit({ body: '{', headers: { 'content-type': 'x/y' } }).kind).toBe('unauthorized');
  });
});
