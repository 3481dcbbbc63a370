/** Which deliveries are taken. Signed by the platform itself, and by everybody else. */
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { InboxEvent } from './event.ts';
import { receiver, receiverServer } from './receiver.ts';

const secret = `whsec_${Buffer.alloc(32, 'ours').toString('base64')}`;
const others = `whsec_${Buffer.alloc(32, 'theirs').toString('base64')}`;
const body = JSON.stringify({
  type: 'intake.submitted',
  timestamp: '2026-03-02T09:20:05Z',
  data: { id: 'int_1', subject: 'Site 42', priority: 'high', unknownField: true },
});
const intake = { kind: 'intake', id: 'int_1', subject: 'Site 42', priority: 'high' };

let handled: InboxEvent[];
beforeEach(() => {
  handled = [];
});
const handle = (event: InboxEvent): void => void handled.push(event);

interface Signing {
  readonly by?: string;
  readonly id?: string;
  readonly secondsAgo?: number;
}

function signed(text: string, { by = secret, id = 'msg_1', secondsAgo = 0 }: Signing = {}): Record<string, string> {
  const at = new Date(Date.now() - secondsAgo * 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(by).sign(id, at, text),
  };
}

describe('the receiver', () => {
  it('takes what the platform signed, and reads no more than it needs', () => {
    expect(receiver({ secrets: [secret], handle })({ headers: signed(body), body })).toBe(204);
    expect(handled).toEqual([intake]);
  });

  it('handles an event once, however often it is delivered', () => {
    const receive = receiver({ secrets: [secret], handle });
    expect([1, 2, 3].map(() => receive({ headers: signed(body), body }))).toEqual([204, 204, 204]);
    receive({ headers: signed(body, { id: 'msg_2' }), body });
    expect(handled).toHaveLength(2);
  });

  it.each([
    ['somebody else signed', { headers: signed(body, { by: others }), body }],
    ['was changed on the way', { headers: signed(body), body: body.replace('high', 'low') }],
    ['is older than five minutes', { headers: signed(body, { secondsAgo: 310 }), body }],
    ['comes from the future', { headers: signed(body, { secondsAgo: -310 }), body }],
    ['has another id', { headers: { ...signed(body), 'webhook-id': 'msg_9' }, body }],
    ['has no signature', { headers: { ...signed(body), 'webhook-signature': undefined }, body }],
    ['has no header fields', { headers: {}, body }],
  ])('refuses what %s', (_what, delivery) => {
    expect(receiver({ secrets: [secret], handle })(delivery)).toBe(400);
    expect(handled).toEqual([]);
  });

  it('takes both secrets while one is replaced', () => {
    const receive = receiver({ secrets: [others, secret], handle });
    expect(receive({ headers: signed(body, { id: 'msg_1' }), body })).toBe(204);
    expect(receive({ headers: signed(body, { id: 'msg_2', by: others }), body })).toBe(204);
  });

  it('wants what it cannot read again, and takes it once it can', () => {
    const receive = receiver({ secrets: [secret], handle });
    const unreadable = JSON.stringify({ type: 'intake.submitted', data: { id: 'int_1' } });
    expect(receive({ headers: signed(unreadable), body: unreadable })).toBe(422);
    expect(receive({ headers: signed('no JSON'), body: 'no JSON' })).toBe(422);
    expect(receive({ headers: signed(body), body })).toBe(204);
    expect(handled).toEqual([intake]);
  });

  it('takes events of types that it does not know', () => {
    const unknown = JSON.stringify({ type: 'intake.archived', data: {} });
    expect(receiver({ secrets: [secret], handle })({ headers: signed(unknown), body: unknown })).toBe(204);
    expect(handled).toEqual([{ kind: 'unknown', type: 'intake.archived' }]);
  });
});

describe('the receiver on a port', () => {
  const server = receiverServer({ secrets: [secret], handle: (event) => handle(event) });
  afterEach(() => void server.close());

  it('answers deliveries, and nothing else', async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const send = async (init: RequestInit) => (await fetch(url, init)).status;
    expect(await send({ method: 'POST', headers: signed(body), body })).toBe(204);
    expect(await send({ method: 'POST', body })).toBe(400);
    expect(await send({ method: 'GET' })).toBe(405);
    expect(await send({ method: 'POST', body: 'x'.repeat(1_048_577) })).toBe(413);
    expect(handled).toEqual([intake]);
  });
});
