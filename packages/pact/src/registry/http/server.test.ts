import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningRegistry } from '../start-registry.ts';
import { ask, endAll, newRegistry, pactFor, publish } from '../testing/registry-bed.ts';
import { authorizeBy } from './authorize.ts';

let registry: RunningRegistry;
let url: string;
beforeAll(async () => {
  registry = await newRegistry();
  url = registry.url;
});
afterAll(endAll);

const raw = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = request(url + path, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

const AWKWARD = [
  'a/b',
  'with space',
  'é ☃ 名前',
  'per%cent',
  'qu\'ote"s',
  'que?ry#hash',
  'a+b&c=d',
  '{braces}',
  '(paren)*!',
  'x'.repeat(300),
];

describe('the registry over HTTP', () => {
  it.each(AWKWARD)('keeps a name as it is in every link that it gives: %s', async (name) => {
    const published = await publish(url, {
      consumer: name,
      provider: `${name}2`,
      version: name,
      branch: name,
      tags: [name],
    });
    expect(published.status).toBe(200);
    const pact = await ask(url, 'GET', published.body._links['pb:contracts'][0].href);
    expect(pact).toMatchObject({ status: 200, body: { consumer: { name }, provider: { name: `${name}2` } } });
    const seen = new Set<string>();
    const queue = [pact.body._links.self.href];
    for (let href = queue.shift(); href !== undefined && seen.size < 25; href = queue.shift()) {
      if (seen.has(href)) continue;
      seen.add(href);
      const response = await fetch(href);
      const text = await response.text();
      const wanted =
        /latest-version$|untagged|previous-distinct|verification-results|deployed-versions|released-versions/.test(href)
          ? [200, 404]
          : [200];
      expect([href, wanted.includes(response.status)]).toEqual([href, true]);
      if (!text.startsWith('{')) continue;
      for (const [, found] of text.matchAll(/"href":"([^"{]+)"(?!,"templated":true)/g))
        if (found !== undefined && !/\{/.test(found)) queue.push(found);
    }
    expect(seen.size).toBeGreaterThan(10);
  });

  it('takes paths in which a client did not encode a name, and makes nothing of a path that is wrong', async () => {
    await ask(url, 'PUT', `/pacticipants/${encodeURIComponent('team/shop é')}`, {});
    await ask(url, 'PUT', `/pacticipants/${encodeURIComponent('team/shop é')}/versions/1`, {});
    expect((await ask(url, 'GET', '/pacticipants/team/shop%20%C3%A9/versions/1')).status).toBe(200);
    expect((await ask(url, 'PUT', '/pacticipants/team/shop%20%C3%A9/versions/1/tags/a/b', {})).status).toBe(201);
    expect((await ask(url, 'PUT', '/pacticipants/team/other/versions/1', {})).status).toBe(404);
    const { body } = await ask(url, 'GET', '/pacticipants');
    expect(body.pacticipants.filter(({ name }: { name: string }) => name.includes('team/'))).toHaveLength(1);
  });

  it('says what is wrong with an address that cannot be decoded', async () => {
    expect(await ask(url, 'GET', '/pacticipants/100%/versions/1')).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('is written %25') },
    });
  });

  it('answers in HAL, a 204 without a type, and what is not there as an error in JSON', async () => {
    expect((await raw('GET', '/')).headers['content-type']).toBe('application/hal+json;charset=utf-8');
    await ask(url, 'PUT', '/pacticipants/x/versions/1', {});
    const gone = await raw('DELETE', '/pacticipants/x/versions/1');
    expect([gone.status, gone.headers['content-type'], gone.body]).toEqual([204, undefined, '']);
    expect(await ask(url, 'GET', '/nothing/here')).toEqual({
      status: 404,
      body: { error: 'There is nothing at GET /nothing/here.' },
    });
    expect(await ask(url, 'GET', '/pacticipants/nobody')).toEqual({
      status: 404,
      body: { error: 'There is no pacticipant nobody.' },
    });
  });

  it('says what is wrong with a body, by field, and keeps nothing of it', async () => {
    const events = () => registry.log.tables.all({}, 'SELECT seq FROM events').length;
    const before = events();
    const content = (value: unknown) =>
      Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
    const contract = (more: object) => ({
      pacticipantName: 'shop',
      pacticipantVersionNumber: '1',
      contracts: [
        {
          providerName: 'stock',
          specification: 'pact',
          content: content(pactFor({ consumer: 'shop', provider: 'stock' })),
          ...more,
        },
      ],
    });
    const errors = async (body: unknown) => {
      const answer = await ask(url, 'POST', '/contracts/publish', body);
      return [answer.status, JSON.stringify(answer.body.errors)];
    };
    expect(await errors('{"half')).toEqual([400, '{"body":["is no JSON object."]}']);
    expect(await errors('[]')).toEqual([400, '{"body":["is no JSON object."]}']);
    expect(await errors({})).toEqual([400, expect.stringContaining('"pacticipantName":["is missing"]')]);
    expect(await errors(contract({ content: content('no pact') }))).toEqual([
      400,
      expect.stringContaining('is no JSON'),
    ]);
    expect(await errors(contract({ content: '%%%' }))).toEqual([400, expect.stringContaining('no base64')]);
    expect(await errors(contract({ providerName: 'bank' }))).toEqual([
      400,
      expect.stringContaining('published for the provider bank'),
    ]);
    expect(await errors(contract({ providerName: '..' }))).toEqual([400, expect.stringContaining('no providerName')]);
    const mixed = {
      ...pactFor({ consumer: 'shop', provider: 'stock' }),
      interactions: [{ type: 'Synchronous/HTTP', description: 'a', request: {}, response: {} }],
    };
    expect(await errors(contract({ content: content(mixed) }))).toEqual([
      400,
      expect.stringContaining('has a type, as V4 has'),
    ]);
    expect(events()).toBe(before);
  });

  it('publishes all contracts of a request, or none', async () => {
    const contract = (provider: string, path: string) => ({
      providerName: provider,
      specification: 'pact',
      content: Buffer.from(JSON.stringify(pactFor({ consumer: 'duo', provider, paths: { [path]: 200 } }))).toString(
        'base64',
      ),
    });
    const send = (...contracts: object[]) =>
      ask(url, 'POST', '/contracts/publish', { pacticipantName: 'duo', pacticipantVersionNumber: '1', contracts });
    expect((await send(contract('one', '/a'))).status).toBe(200);
    const conflict = await send(contract('two', '/a'), contract('one', '/other'));
    expect(conflict).toMatchObject({ status: 409, body: { notices: [{ type: 'error' }] } });
    expect((await ask(url, 'GET', '/pacts/provider/two/consumer/duo/version/1')).status).toBe(404);
  });

  it('takes a pact by PUT as well, shows what changed, and refuses another content', async () => {
    const put = (version: string, paths: Record<string, number>) =>
      ask(
        url,
        'PUT',
        `/pacts/provider/lib/consumer/app/version/${version}`,
        pactFor({ consumer: 'app', provider: 'lib', paths }),
      );
    expect((await put('1', { '/a': 200 })).status).toBe(201);
    expect((await put('1', { '/a': 200 })).status).toBe(200);
    expect((await put('1', { '/a': 201 })).status).toBe(409);
    await put('2', { '/a': 201, '/b': 200 });
    const diff = await raw('GET', '/pacts/provider/lib/consumer/app/version/2/diff/previous-distinct');
    expect(diff.body).toContain(
      '~ a request for /a\n    - /response/status: 200\n    + /response/status: 201\n+ a request for /b',
    );
    expect((await ask(url, 'GET', '/pacts/provider/lib/consumer/app/latest')).body.interactions).toHaveLength(2);
  });

  it('serves the numbers of a pact as they were written, and knows it again written differently', async () => {
    const pact = (number: string) =>
      `{"consumer":{"name":"exact"},"provider":{"name":"lib"},"interactions":[{"description":"a","request":{"method":"GET","path":"/"},"response":{"status":200,"body":{"total":${number},"id":12345678901234567890}}}]}`;
    const send = (number: string) =>
      ask(url, 'POST', '/contracts/publish', {
        pacticipantName: 'exact',
        pacticipantVersionNumber: '1',
        contracts: [{ providerName: 'lib', content: Buffer.from(pact(number)).toString('base64') }],
      });
    expect((await send('10.0')).status).toBe(200);
    const served = await raw('GET', '/pacts/provider/lib/consumer/exact/version/1');
    expect(served.body).toContain('{"total":10.0,"id":12345678901234567890}');
    expect((await send('10')).status).toBe(200);
    expect((await send('11')).status).toBe(409);
  });

  it('tells nobody outside what failed inside', async () => {
    const logged: string[] = [];
    const broken = await newRegistry({ onLog: (line) => logged.push(line) });
    broken.log.tables.run('DROP TABLE labels');
    await ask(broken.url, 'PUT', '/pacticipants/a/versions/1', {});
    expect(await ask(broken.url, 'GET', '/pacticipants/a')).toEqual({
      status: 500,
      body: { error: 'The registry failed; its log says why. Nothing of this request was kept.' },
    });
    expect(logged).toEqual([expect.stringContaining('no such table: labels')]);
  });
});

describe('authorizeBy', () => {
  const asking = {
    method: 'GET',
    path: '/',
    authorization: undefined,
    remoteAddress: '127.0.0.1',
    host: 'localhost:4030',
    origin: undefined,
  };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    ['this machine', {}, 'granted'],
    ['another machine', { remoteAddress: '10.0.0.9' }, 'refused'],
    ['a name that leads here', { host: 'evil.example:4030' }, 'refused'],
    ['a page of another origin', { origin: 'https://evil.example' }, 'refused'],
  ])('without a token: %s', (_, more, kind) => {
    expect(authorizeBy(undefined)({ ...asking, ...more }).kind).toBe(kind);
  });

  it.each([
    ['nothing', undefined, 'refused'],
    ['another token', 'Bearer wrong', 'refused'],
    ['the token', 'Bearer secret', 'granted'],
    ['the token as a password', basic('ci:secret'), 'granted'],
    ['another password', basic('secret:wrong'), 'refused'],
  ])('with a token, from this machine: %s', (_, authorization, kind) => {
    expect(authorizeBy('secret')({ ...asking, authorization }).kind).toBe(kind);
  });

  it('protects reading and writing, and says how', async () => {
    const closed = await newRegistry({ token: 'secret' });
    for (const [method, path] of [
      ['GET', '/'],
      ['PUT', '/pacticipants/a'],
      ['GET', '/nothing'],
    ] as const) {
      expect(await ask(closed.url, method, path)).toMatchObject({
        status: 401,
        body: { error: expect.stringContaining('Bearer') },
      });
      expect((await ask(closed.url, method, path, undefined, 'secret')).status).not.toBe(401);
    }
  });
});
