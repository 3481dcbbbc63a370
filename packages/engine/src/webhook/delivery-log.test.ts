import { describe, expect, it } from '@jest/globals';
import { createDeliveryLog } from './delivery-log.ts';
import type { DeliveryEntry, Message } from './webhook.ts';

const message = (body: string): Message => ({ id: 'm', event: 'e', method: 'POST', body });

describe('createDeliveryLog', () => {
  it('keeps the last 500 attempts', () => {
    const log = createDeliveryLog();
    const entry = (attempt: number): DeliveryEntry => ({
      id: 'd1',
      sandbox: 'acme',
      at: 0,
      event: 'e',
      subscription: 's1',
      attempt,
      state: 'delivered',
      status: 204,
      durationMs: 1,
      reason: undefined,
      retryAt: undefined,
      fault: undefined,
    });
    for (let attempt = 0; attempt < 600; attempt++) log.add(entry(attempt));
    expect([log.entries.length, log.entries[0]?.attempt]).toEqual([500, 100]);
  });

  it('keeps the last 200 messages, or as many as have 2 MB', () => {
    const log = createDeliveryLog();
    for (let at = 0; at < 300; at++) log.keep(`d${at}`, message('x'), 's1');
    expect([log.kept('d99'), log.kept('d100')?.subscription]).toEqual([undefined, 's1']);
    for (let at = 0; at < 3; at++) log.keep(`large${at}`, message('x'.repeat(1024 * 1024)), 's1');
    expect(['d299', 'large0', 'large1', 'large2'].filter((id) => log.kept(id))).toEqual(['large1', 'large2']);
  });
});
