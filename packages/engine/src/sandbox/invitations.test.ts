import { describe, expect, it } from '@jest/globals';
import { systemSecrets } from '../chance/secrets.ts';
import { StuntError } from '../errors.ts';
import type { NewSandbox, SandboxRecord } from '../sandbox.ts';
import { memoryStore } from '../store/memory-store.ts';
import { manualClock } from '../time/clock.ts';
import { createInvitations } from './invitations.ts';

function bed() {
  const [store, clock] = [memoryStore(), manualClock(1000)];
  const made: NewSandbox[] = [];
  const create = async (given: NewSandbox): Promise<SandboxRecord> => {
    if (given.name === 'taken') throw new StuntError('SANDBOX_EXISTS', 'taken');
    made.push(given);
    const credentials = { apiKey: '', clientId: '', clientSecret: '', controlKey: '' };
    return {
      name: given.name,
      createdAt: 0,
      expiresAt: undefined,
      seed: '',
      auth: 'off',
      port: undefined,
      record: false,
      credentials,
    };
  };
  const judgeName = (name: string): void => {
    if (name === 'taken') throw new StuntError('SANDBOX_EXISTS', 'taken');
  };
  const invitations = createInvitations({ store, clock, secrets: systemSecrets, create, judgeName });
  return { store, clock, made, invitations };
}

describe('createInvitations', () => {
  it('makes a sandbox once, as the operator asked for', async () => {
    const { invitations, made } = bed();
    const { code } = await invitations.invite({ sandbox: { ttl: 50, auth: 'off' } });
    expect(await invitations.redeem(code, 'acme', 'a')).toMatchObject({ kind: 'redeemed' });
    expect(await invitations.redeem(code, 'acme', 'a')).toEqual({ kind: 'unknown' });
    expect(made).toEqual([{ name: 'acme', ttl: 50, auth: 'off' }]);
  });

  it('makes one of two who redeem at the same time', async () => {
    const { invitations, made } = bed();
    const { code } = await invitations.invite({});
    const both = await Promise.all([invitations.redeem(code, 'a', 'x'), invitations.redeem(code, 'b', 'y')]);
    expect([both.map(({ kind }) => kind).sort(), made.length]).toEqual([['redeemed', 'unknown'], 1]);
  });

  it('takes the name of the invitation where it has one', async () => {
    const { invitations, made } = bed();
    const { code } = await invitations.invite({ name: 'acme' });
    await expect(invitations.redeem(code, 'initech', 'a')).rejects.toMatchObject({
      code: 'INVITATION_NAMED',
      message: 'The invitation is for sandbox "acme", and name is "initech".',
    });
    await invitations.redeem(code, 'acme', 'a');
    expect(made[0]?.name).toBe('acme');
  });

  it('is good for another try where the name was no good', async () => {
    const { invitations } = bed();
    const { code } = await invitations.invite({});
    await expect(invitations.redeem(code, undefined, 'a')).rejects.toMatchObject({ code: 'SANDBOX_INVALID' });
    await expect(invitations.redeem(code, 'taken', 'a')).rejects.toMatchObject({ code: 'SANDBOX_EXISTS' });
    expect(await invitations.redeem(code, 'acme', 'a')).toMatchObject({ kind: 'redeemed' });
  });

  it('is refused for a name that is taken, since nobody could redeem it', async () => {
    const { invitations, store } = bed();
    await expect(invitations.invite({ name: 'taken' })).rejects.toMatchObject({ code: 'SANDBOX_EXISTS' });
    expect(store.list('invitation/')).toEqual([]);
  });

  it('is looked at without being redeemed, as long as it is good', async () => {
    const { invitations } = bed();
    const { code } = await invitations.invite({ name: 'acme' });
    expect(await invitations.look(code, 'a')).toEqual({ kind: 'good', name: 'acme' });
    await invitations.redeem(code, undefined, 'a');
    expect(await invitations.look(code, 'a')).toEqual({ kind: 'unknown' });
    for (let guess = 0; guess < 9; guess++) await invitations.look(`no-${guess}`, 'a');
    expect(await invitations.look('no', 'a')).toMatchObject({ kind: 'limited' });
  });

  it('expires', async () => {
    const { invitations, clock, store } = bed();
    const { code } = await invitations.invite({ ttl: 100 });
    clock.advance(100);
    expect(await invitations.redeem(code, 'acme', 'a')).toEqual({ kind: 'unknown' });
    await invitations.invite({});
    expect(store.list('invitation/')).toHaveLength(1);
  });

  it('keeps no code', async () => {
    const { invitations, store } = bed();
    const { code } = await invitations.invite({});
    expect(JSON.stringify(store.list('').map((key) => [key, store.get(key)]))).not.toContain(code);
  });

  it('lets an address guess ten times a minute, and others redeem', async () => {
    const { invitations, clock } = bed();
    const { code } = await invitations.invite({});
    for (let guess = 0; guess < 10; guess++)
      expect(await invitations.redeem(`no-${guess}`, 'acme', 'evil')).toEqual({ kind: 'unknown' });
    expect(await invitations.redeem(code, 'acme', 'evil')).toEqual({ kind: 'limited', retryAfterMs: 60_000 });
    expect(await invitations.redeem(code, 'acme', 'good')).toMatchObject({ kind: 'redeemed' });
    clock.advance(60_000);
    expect(await invitations.redeem('no', 'acme', 'evil')).toEqual({ kind: 'unknown' });
  });
});
