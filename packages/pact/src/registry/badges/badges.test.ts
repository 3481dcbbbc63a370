import { afterAll, describe, expect, it } from '@jest/globals';
import { ask, endAll, newRegistry, publish, verify } from '../testing/registry-bed.ts';

let url: string;
afterAll(endAll);

async function title(path: string): Promise<string> {
  const response = await fetch(url + path);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml;charset=utf-8']);
  return /<title>(.*?)<\/title>/.exec(await response.text())?.[1] ?? '';
}

const pair = '/pacts/provider/Order%20Service/consumer/web%26app';

describe('badges of the registry', () => {
  it('say what became of the latest pact', async () => {
    const registry = await newRegistry();
    url = registry.url;
    const names = { consumer: 'web&app', provider: 'Order Service' };
    expect(await title(`${pair}/latest/badge.svg`)).toBe('pact not found: unknown');
    await publish(url, { ...names, version: '1', branch: 'main', tags: ['dev'] });
    expect(await title(`${pair}/latest/badge.svg`)).toBe('web&#38;app/order service pact: unknown');
    await verify(url, { provider: 'Order Service', version: '9', branch: 'main', tags: ['dev'] });
    expect(await title(`${pair}/latest/badge.svg`)).toContain('verified');
    expect(await title(`${pair}/latest/dev/badge.svg?label=provider&initials=true`)).toBe('os pact: verified');
    expect(
      await title(`/matrix/provider/Order%20Service/latest/dev/consumer/web%26app/latest/dev/badge.svg`),
    ).toContain('verified');
    await publish(url, { ...names, version: '2', branch: 'feat', paths: { '/new': 200 } });
    expect(await title(`${pair}/latest/badge.svg`)).toContain('changed');
    expect(await title(`${pair}/main-branch/latest/badge.svg`)).toContain('verified');
    await verify(url, {
      provider: 'Order Service',
      version: '10',
      branch: 'main',
      success: false,
      selectors: [{ branch: 'feat' }],
    });
    expect(await title(`${pair}/branch/feat/latest/badge.svg`)).toContain('failed');
  });

  it('say whether a branch can be merged or deployed', async () => {
    const { url: other } = await newRegistry();
    url = other;
    const names = { consumer: 'web', provider: 'api' };
    await publish(url, { ...names, version: '1', branch: 'main' });
    await verify(url, { provider: 'api', version: '9', branch: 'main' });
    const merge = await (await fetch(`${url}/pacticipants/web/branches/main/latest-version/can-i-merge/badge`)).text();
    expect(merge).toContain('can-i-merge: main');
    expect(merge).toContain('#3a7d0a');
    const deploy = '/pacticipants/web/branches/main/latest-version/can-i-deploy/to-environment/production/badge';
    expect(await title(`${deploy}?label=prod%3F`)).toBe('prod?: main to production');
    expect(await (await fetch(url + deploy)).text()).toContain('#c0392b');
  });

  it('need a token where nobody said otherwise, and let nothing else out where somebody did', async () => {
    const closed = await newRegistry({ token: 'T' });
    expect((await fetch(`${closed.url}${pair}/latest/badge.svg`)).status).toBe(401);
    const open = await newRegistry({ token: 'T', publicBadges: true });
    expect((await fetch(`${open.url}${pair}/latest/badge.svg`)).status).toBe(200);
    expect((await ask(open.url, 'GET', '/pacticipants')).status).toBe(401);
    expect((await ask(open.url, 'DELETE', `${pair}/latest/badge.svg`)).status).toBe(401);
  });
});
