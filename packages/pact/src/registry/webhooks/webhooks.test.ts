import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startRegistry } from '../start-registry.ts';
import { type ManualClock, manualClock } from '../testing/manual-clock.ts';
import { ask, endAll, newFolder, newRegistry, publish, verify } from '../testing/registry-bed.ts';
import { type Answered, type WebhookReceiver, webhookReceiver } from '../testing/webhook-receiver.ts';

const receivers: WebhookReceiver[] = [];
async function newReceiver(...statuses: readonly Answered[]): Promise<WebhookReceiver> {
  const receiver = await webhookReceiver(statuses);
  receivers.push(receiver);
  return receiver;
}
afterEach(async () => {
  await endAll();
  for (const receiver of receivers.splice(0)) receiver.close();
});

const pair = { consumer: 'partner a', provider: 'platform' };
const hook = (url: string, events: readonly string[], more: object = {}) => ({
  events: events.map((name) => ({ name })),
  request: {
    method: 'POST',
    url,
    body: { event: `\${pactbroker.eventName}`, version: `\${pactbroker.consumerVersionNumber}` },
  },
  ...more,
});
const bodies = (receiver: WebhookReceiver) => receiver.received.map(({ body }) => JSON.parse(body));

/** Until all that was triggered has one of these states. */
async function settled(url: string, uuid: string, count: number, ...states: readonly string[]) {
  for (;;) {
    const { body } = await ask(url, 'GET', `/webhooks/${uuid}/triggered-webhooks`);
    const triggered: { status: string; attemptsMade: number }[] = body._embedded.triggeredWebhooks;
    if (triggered.length === count && triggered.every(({ status }) => states.includes(status))) return triggered;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Until the newest that was triggered was sent so often. */
async function attempted(url: string, uuid: string, count: number): Promise<void> {
  for (;;) {
    const { body } = await ask(url, 'GET', `/webhooks/${uuid}/triggered-webhooks`);
    if (body._embedded.triggeredWebhooks[0]?.attemptsMade === count) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('webhooks of the registry', () => {
  it('fire when a pact is published, and when it says something new', async () => {
    const { url } = await newRegistry();
    const receiver = await newReceiver();
    const made = await ask(
      url,
      'POST',
      '/webhooks',
      hook(receiver.url, ['contract_published', 'contract_content_changed']),
    );
    expect(made.status).toBe(201);
    await publish(url, { ...pair, version: '1', branch: 'main' });
    await receiver.until(2);
    await publish(url, { ...pair, version: '2', branch: 'main' });
    await receiver.until(3);
    // Published again, it is the same event.
    await publish(url, { ...pair, version: '2', branch: 'main' });
    await publish(url, { ...pair, version: '3', branch: 'main', paths: { '/new': 200 } });
    await receiver.until(5);
    await settled(url, made.body.uuid, 5, 'success');
    const fired = bodies(receiver)
      .map(({ event, version }) => `${event} ${version}`)
      .sort();
    expect(fired).toEqual([
      'contract_content_changed 1',
      'contract_content_changed 3',
      'contract_published 1',
      'contract_published 2',
      'contract_published 3',
    ]);
  });

  it('fire by what came of a verification', async () => {
    const { url } = await newRegistry();
    const receiver = await newReceiver();
    await publish(url, { ...pair, version: '1', branch: 'main' });
    const events = [
      'provider_verification_published',
      'provider_verification_succeeded',
      'provider_verification_failed',
    ];
    const request = {
      method: 'POST',
      url: receiver.url,
      body: {
        of: `\${pactbroker.eventName} \${pactbroker.providerVersionNumber} \${pactbroker.githubVerificationStatus}`,
      },
    };
    await ask(url, 'POST', '/webhooks', hook('', events, { request }));
    await verify(url, { provider: 'platform', version: '9', branch: 'main' });
    await receiver.until(2);
    await verify(url, { provider: 'platform', version: '10', branch: 'main', success: false });
    await receiver.until(4);
    expect(
      bodies(receiver)
        .map(({ of }) => of)
        .sort(),
    ).toEqual([
      'provider_verification_failed 10 failure',
      'provider_verification_published 10 failure',
      'provider_verification_published 9 success',
      'provider_verification_succeeded 9 success',
    ]);
  });

  it('ask each version of the provider that is in use to verify, once', async () => {
    const { url } = await newRegistry();
    const receiver = await newReceiver();
    await publish(url, { ...pair, version: '1', branch: 'main' });
    await verify(url, { provider: 'platform', version: 'v1', branch: 'main' });
    const version = await ask(url, 'GET', '/pacticipants/platform/versions/v1');
    for (const { href } of version.body._links['pb:record-deployment']) await ask(url, 'POST', href, {});
    await ask(url, 'PUT', '/pacticipants/platform/branches/main/versions/v2', {});
    const body = {
      at: `\${pactbroker.providerVersionNumber}`,
      why: `\${pactbroker.providerVersionDescriptions}`,
      pact: `\${pactbroker.pactUrl}`,
    };
    const request = { method: 'POST', url: receiver.url, body };
    await ask(url, 'POST', '/webhooks', hook('', ['contract_requiring_verification_published'], { request }));
    await publish(url, { ...pair, version: '2', branch: 'feat', paths: { '/new': 200 } });
    await receiver.until(2);
    const asked = bodies(receiver).sort((a, b) => a.at.localeCompare(b.at));
    expect(asked).toMatchObject([
      { at: 'v1', why: expect.stringContaining('deployed version (production)') },
      { at: 'v2', why: 'latest version of branch main' },
    ]);
    // The address in it is one that a verifier can use.
    const pact = await ask(url, 'GET', asked[0].pact);
    expect(pact.body.interactions[0].request.path).toBe('/new');
  });

  it('fill in what happened, escaped for where it stands, with header fields and basic auth', async () => {
    const { url } = await newRegistry();
    const receiver = await newReceiver();
    const names = { consumer: 'partner "a" & b é', provider: 'platform' };
    await publish(url, { ...names, version: '0' });
    const request = {
      method: 'PUT',
      url: `${receiver.url}/builds/\${pactbroker.consumerName}?branch=\${pactbroker.consumerVersionBranch}`,
      headers: { 'X-Branch': `\${pactbroker.consumerVersionBranch}`, 'Content-Type': 'application/x-thing' },
      body: `{"by":"\${pactbroker.consumerName}","tags":"\${pactbroker.consumerVersionTags}","kept":"\${other}"}`,
      username: 'ci',
      password: 'p:w',
    };
    await ask(url, 'POST', '/webhooks', hook('', ['contract_published'], { request }));
    await publish(url, { ...names, version: '1', branch: 'feat/ü', tags: ['a', 'b'], paths: { '/x': 200 } });
    const [got] = await receiver.until(1);
    expect(got).toMatchObject({
      method: 'PUT',
      url: `/builds/${encodeURIComponent(names.consumer)}?branch=feat%2F%C3%BC`,
      headers: {
        'x-branch': 'feat/%C3%BC',
        'content-type': 'application/x-thing',
        authorization: `Basic ${Buffer.from('ci:p:w').toString('base64')}`,
      },
    });
    expect(JSON.parse(got?.body ?? '')).toEqual({ by: names.consumer, tags: 'a, b', kept: `\${other}` });
  });

  it('concern those that they name, by name or label, and nobody when they are off', async () => {
    const { url } = await newRegistry();
    const receiver = await newReceiver();
    for (const consumer of ['a', 'b', 'c']) await publish(url, { consumer, provider: 'platform', version: '0' });
    await ask(url, 'PUT', '/pacticipants/b/labels/team-b', {});
    const request = { method: 'POST', url: receiver.url, body: { who: `\${pactbroker.consumerName}` } };
    const of = (more: object) => ask(url, 'POST', '/webhooks', hook('', ['contract_published'], { request, ...more }));
    await of({ consumer: { name: 'a' } });
    await of({ consumer: { label: 'team-b' }, provider: { name: 'platform' } });
    await of({ enabled: false });
    for (const consumer of ['c', 'a', 'b']) await publish(url, { consumer, provider: 'platform', version: '1' });
    await receiver.until(2);
    expect(
      bodies(receiver)
        .map(({ who }) => who)
        .sort(),
    ).toEqual(['a', 'b']);
    expect((await of({ consumer: { name: 'nobody' } })).body.errors).toMatchObject({
      'consumer.name': [expect.stringContaining('there is no nobody')],
    });
  });

  it('are tried again on the clock, and given up after seven attempts', async () => {
    const clock = manualClock();
    const { url } = await newRegistry({ clock });
    const receiver = await newReceiver(500, 503, 200, ...new Array<number>(20).fill(500));
    const { body: made } = await ask(url, 'POST', '/webhooks', hook(receiver.url, ['contract_published']));
    await publish(url, { ...pair, version: '1' });
    await attempted(url, made.uuid, 1);
    await asleep(clock);
    clock.advance(9_999);
    await asleep(clock);
    expect(receiver.received).toHaveLength(1);
    clock.advance(1);
    await attempted(url, made.uuid, 2);
    await asleep(clock);
    clock.advance(60_000);
    await settled(url, made.uuid, 1, 'success');
    await publish(url, { ...pair, version: '2', paths: { '/b': 200 } });
    for (let attempt = 1; attempt < 7; attempt++) {
      await attempted(url, made.uuid, attempt);
      await asleep(clock);
      clock.advance(1_200_000);
    }
    await attempted(url, made.uuid, 7);
    const [last] = await settled(url, made.uuid, 2, 'failure', 'success');
    expect(last).toMatchObject({ status: 'failure', attemptsMade: 7, attemptsRemaining: 0 });
    expect(receiver.received).toHaveLength(10);
  });

  it('are tried again when the receiver asks for it: not before, within the hour, and never earlier than planned', async () => {
    const clock = manualClock();
    const { url } = await newRegistry({ clock });
    const inTenMinutes = new Date(clock.now() + 600_000).toUTCString();
    const receiver = await newReceiver(
      [503, inTenMinutes],
      [429, '200'],
      [429, '1'],
      [503, '86400'],
      [429, 'soon'],
      [429, '-5'],
    );
    const { body: made } = await ask(url, 'POST', '/webhooks', hook(receiver.url, ['contract_published']));
    await publish(url, { ...pair, version: '1' });
    for (const [index, wait] of [600_000, 200_000, 120_000, 3_600_000, 600_000, 1_200_000].entries()) {
      await attempted(url, made.uuid, index + 1);
      await asleep(clock);
      clock.advance(wait - 1);
      await asleep(clock);
      expect(receiver.received).toHaveLength(index + 1);
      clock.advance(1);
    }
    const [triggered] = await settled(url, made.uuid, 1, 'success');
    const logs = await (await fetch(logsOf(triggered))).text();
    expect(logs.match(/next attempt in \d+ seconds/g)).toEqual(
      [600, 200, 120, 3600, 600, 1200].map((seconds) => `next attempt in ${seconds} seconds`),
    );
  });

  it('are put off over a restart as well', async () => {
    const clock = manualClock();
    const db = join(newFolder(), 'contracts.sqlite');
    const receiver = await newReceiver([429, '1800']);
    const first = await startRegistry({ db, clock, port: 0 });
    const { body: made } = await ask(first.url, 'POST', '/webhooks', hook(receiver.url, ['contract_published']));
    await publish(first.url, { ...pair, version: '1' });
    await settled(first.url, made.uuid, 1, 'retrying');
    await first.close();
    clock.advance(60_000);
    const second = await newRegistry({ db, clock });
    await asleep(clock);
    expect(receiver.received).toHaveLength(1);
    clock.advance(1_740_000);
    await settled(second.url, made.uuid, 1, 'success');
    expect(receiver.received).toHaveLength(2);
  });

  it('are sent after a restart where they were not sent before, and not twice', async () => {
    const clock = manualClock();
    const db = join(newFolder(), 'contracts.sqlite');
    const receiver = await newReceiver(500);
    const first = await startRegistry({ db, clock, port: 0 });
    const { body: made } = await ask(first.url, 'POST', '/webhooks', hook(receiver.url, ['contract_published']));
    await publish(first.url, { ...pair, version: '1' });
    await settled(first.url, made.uuid, 1, 'retrying');
    await first.close();
    clock.advance(10_000);
    const second = await newRegistry({ db, clock });
    await settled(second.url, made.uuid, 1, 'success');
    expect(receiver.received).toHaveLength(2);
  });

  it('never show what lets them in, nor what they were answered', async () => {
    const { url } = await newRegistry();
    const receiver = await newReceiver(200, 200, 200);
    await publish(url, { ...pair, version: '0' });
    const request = {
      method: 'POST',
      url: `${receiver.url}/?access_token=t0ps3cret&branch=x`,
      headers: { Authorization: 'Bearer s3cr3t', 'X-Api-Thing': 'th1ng' },
      username: 'ci',
      password: 'passw0rd',
    };
    const made = await ask(url, 'POST', '/webhooks', hook('', ['contract_published'], { request }));
    const shown = await ask(url, 'GET', `/webhooks/${made.body.uuid}`);
    // What is sent back as it was shown keeps its secrets.
    const again = await ask(url, 'PUT', `/webhooks/${made.body.uuid}`, {
      ...shown.body,
      request: { ...shown.body.request, url: request.url },
    });
    const tested = await ask(url, 'POST', `/webhooks/${made.body.uuid}/execute`, {});
    await publish(url, { ...pair, version: '1', paths: { '/x': 200 } });
    const [triggered] = await settled(url, made.body.uuid, 1, 'success');
    const logs = await (await fetch(logsOf(triggered))).text();
    expect(logs).toContain('HTTP 200');
    const all = JSON.stringify([made, shown, again, tested, triggered, logs]);
    for (const secret of ['s3cr3t', 'th1ng', 'passw0rd', 't0ps3cret', 'answer with a secret'])
      expect(all).not.toContain(secret);
    const last = receiver.received.at(-1);
    expect(last?.headers).toMatchObject({ authorization: 'Bearer s3cr3t', 'x-api-thing': 'th1ng' });
    expect(last?.url).toContain('t0ps3cret');
  });

  it('go to no private address unless it is listed, and to no metadata service at all', async () => {
    const { url } = await newRegistry();
    const refused = async (to: string, options = {}) => {
      const registry = Object.keys(options).length > 0 ? await newRegistry(options) : { url };
      const { status, body } = await ask(registry.url, 'POST', '/webhooks', hook(to, ['contract_published']));
      return status === 201 ? 'allowed' : body.errors['request.url'][0];
    };
    expect(await refused('http://10.1.2.3/build')).toContain('--webhook-allow');
    expect(await refused('http://169.254.169.254/latest')).toContain('never sent');
    expect(await refused('http://[fe80::1]/')).toContain('never sent');
    expect(await refused('ftp://ci.example.com/')).toContain('allowed: http:, https:');
    expect(await refused(`http://\${pactbroker.consumerName}/`)).toContain('parameter in the host');
    expect(await refused('https://ci.example.com/build')).toBe('allowed');
    expect(await refused('http://127.0.0.1:1/')).toBe('allowed');
    expect(await refused('http://10.1.2.3/', { webhookAllow: ['10.1.0.0/16'] })).toBe('allowed');
    expect(await refused('http://127.0.0.1:1/', { publicUrl: 'https://contracts.example.com' })).toContain('loopback');
  });

  it('say by field what is wrong with them', async () => {
    const { url } = await newRegistry();
    const { status, body } = await ask(url, 'POST', '/webhooks', {
      events: [{ name: 'contract_burnt' }],
      consumer: { name: 'a', label: 'b' },
      request: { method: 'BREW', url: 'nowhere', headers: { Host: 'x', 'a b': 'c', ok: 'line\nbreak' } },
    });
    expect(status).toBe(400);
    expect(Object.keys(body.errors).sort()).toEqual([
      'consumer',
      'events',
      'request.headers',
      'request.method',
      'request.url',
    ]);
    expect(body.errors['request.headers'][0]).toContain('wrong: Host, a b, ok');
    expect((await ask(url, 'GET', '/webhooks/none')).status).toBe(404);
    expect((await ask(url, 'POST', '/webhooks/none/execute')).status).toBe(404);
  });
});

const logsOf = (triggered: unknown): string => {
  const { href } = (triggered as { _links: { 'pb:logs': { href: string } } })._links['pb:logs'];
  return href;
};

async function asleep(clock: ManualClock): Promise<void> {
  for (let turn = 0; clock.sleepers() === 0 && turn < 10_000; turn++)
    await new Promise((resolve) => setImmediate(resolve));
}
