import { describe, expect, it } from '@jest/globals';
import { planOf } from '../../testing/fault-context.ts';

/** `refuse`, `idle-close` and `tls`: they hand their options on, and the listener does the rest. */
describe('kinds of the listener', () => {
  it.each([
    ['refuse', {}, { kind: 'refuse' }],
    ['idle-close', {}, { kind: 'idle-close', after: 1000 }],
    ['idle-close', { after: '5s' }, { kind: 'idle-close', after: 5000 }],
    ['tls', {}, { kind: 'tls', mode: 'expired' }],
    ['tls', { mode: 'wrong-host' }, { kind: 'tls', mode: 'wrong-host' }],
  ])('%s %j', (name, given, state) => expect(planOf(name, given)).toEqual({ do: 'listen', state }));
});
