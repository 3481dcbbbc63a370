import type { LookupFunction } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type WebhookReceiver, webhookReceiver } from '../../testing/webhook-receiver.ts';
import { manualClock } from '../../time/clock.ts';
import { createSendDelivery } from '../send-delivery.ts';
import type { SignedDelivery } from '../webhook.ts';
import { createTargetRules } from './target-rules.ts';

const delivery: SignedDelivery = { delivery: 'd1', attempt: 1, event: 'e', method: 'POST', headers: {}, body: '{}' };

let receiver: WebhookReceiver;
beforeEach(async () => {
  receiver = await webhookReceiver();
});
afterEach(() => receiver.close());

/** A resolver that gives these addresses, one list for each time it is asked. */
function resolver(...answers: readonly (readonly string[])[]): LookupFunction & { readonly asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _options, callback) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return Object.assign(lookup, { asked });
}

const send = (host: string, lookup: LookupFunction) => {
  const url = new URL(receiver.url);
  url.hostname = host;
  const deliver = createSendDelivery({ rules: createTargetRules([]), clock: manualClock(), timeout: 10_000, lookup });
  return deliver(url.href, delivery, new AbortController().signal);
};

describe('a delivery to a name', () => {
  it('goes to the address that the name leads to, where that is allowed', async () => {
    const lookup = resolver(['127.0.0.1']);
    expect(await send('hooks.test', lookup)).toEqual({ status: 204, reason: undefined });
    expect([lookup.asked, receiver.taken.length]).toEqual([['hooks.test'], 1]);
    expect(receiver.taken[0]?.headers.host).toMatch(/^hooks\.test:/);
  });

  it('is refused where the name leads to a private address, and connects with nobody', async () => {
    for (const address of ['10.0.0.1', '169.254.169.254', '::ffff:10.0.0.1', 'fd00:ec2::254', '8.8.8.8'])
      expect(await send('hooks.test', resolver([address]))).toEqual({ status: 0, reason: 'target-refused' });
  });

  it('uses of several addresses only those that are allowed', async () => {
    expect(await send('hooks.test', resolver(['10.0.0.1', '127.0.0.1']))).toMatchObject({ status: 204 });
  });

  it('is judged by the address that it connects with: a name that is turned in between leads nowhere', async () => {
    const lookup = resolver(['127.0.0.1'], ['169.254.169.254']);
    expect(await send('rebound.test', lookup)).toMatchObject({ status: 204 });
    expect(await send('rebound.test', lookup)).toEqual({ status: 0, reason: 'target-refused' });
    expect(receiver.taken).toHaveLength(1);
  });

  it('says that nobody is there, where nobody is', async () => {
    await receiver.close();
    expect(await send('hooks.test', resolver(['127.0.0.1']))).toEqual({ status: 0, reason: 'connection' });
    expect(await send('hooks.test', (_name, _options, callback) => callback(new Error('no such name'), []))).toEqual({
      status: 0,
      reason: 'connection',
    });
  });
});
