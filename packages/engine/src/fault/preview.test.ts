import { describe, expect, it } from '@jest/globals';
import { answerOf } from './drift/drift-fixture.ts';
import type { FaultPlan } from './fault-kind.ts';
import { previewFault } from './preview.ts';

const healthy = answerOf({ id: 7, name: 'Jo', tags: [] });
const noted = (plan: FaultPlan): string | undefined => previewFault({ healthy, plan }).note;

describe('previewFault', () => {
  it('shows a replaced answer as a diff with its pointer, lengths and our own header fields left out', () => {
    const plan: FaultPlan = {
      do: 'replace',
      answer: { ...answerOf({ name: 'Jo', tags: [] }), source: 'fault' },
      pointer: '/id',
      note: 'missing-required, violating',
    };
    expect(previewFault({ healthy, plan, context: 1 })).toEqual({
      before: '200\nContent-Type: application/json\n\n{\n  "id": 7,\n  "name": "Jo",\n  "tags": []\n}',
      after: '200\nContent-Type: application/json\n\n{\n  "name": "Jo",\n  "tags": []\n}',
      diff: '@@ -4,3 +4,2 @@\n {\n-  "id": 7,\n   "name": "Jo",\n',
      pointer: '/id',
      note: 'missing-required, violating',
    });
  });

  it('shows an answer of another status and media type', () => {
    const answer = {
      status: 503,
      headers: ['Retry-After', '5'],
      body: Buffer.from('<p>\nno'),
      source: 'fault',
    } as const;
    const { diff } = previewFault({ healthy, plan: { do: 'answer', answer } });
    expect(diff).toContain('-200\n');
    expect(diff).toContain('+503\n+Retry-After: 5\n');
    expect(diff).toContain('+<p>\n+no\n');
  });

  it('shows a body that is no JSON any more line by line, so that only the damage differs', () => {
    const text = Buffer.from(healthy.body ?? [])
      .toString()
      .replace('"Jo"', '"Jo');
    const { diff } = previewFault({
      healthy,
      plan: { do: 'replace', answer: { ...healthy, body: Buffer.from(text) } },
    });
    expect(diff).toContain('   "id": 7,\n');
    const binary = { ...healthy, body: Buffer.of(0xff, 0xfe) };
    expect(previewFault({ healthy, plan: { do: 'replace', answer: binary } }).after).toMatch(/\(2 bytes\)$/);
  });

  it('shows the bytes that arrive where a delivery breaks', () => {
    const broken = (delivery: Extract<FaultPlan, { do: 'deliver' }>['delivery']) =>
      previewFault({ healthy, plan: { do: 'deliver', at: 'after', delivery } });
    expect(broken({ end: { kind: 'nothing', by: 'reset' } })).toMatchObject({ after: '', note: 'then a reset' });
    expect(broken({ end: { kind: 'partial', by: 'fin', fraction: 0.3 } }).after).toMatch(/\{\n {2}"id": 7,\n {2}"$/);
    expect(broken({ end: { kind: 'garbage', bytes: Buffer.from('#!'), afterHeaders: false } }).after).toBe('#!');
    expect(broken({ end: { kind: 'garbage', bytes: Buffer.from('#!'), afterHeaders: true } }).after).toMatch(
      /^200\n[^#]*#!$/,
    );
  });

  it('words what a diff cannot show', () => {
    expect(noted({ do: 'delay', ms: 200.4 })).toBe('200 ms late');
    expect(noted({ do: 'hold', at: 'before', ms: undefined })).toBe('held until the fault is cleared');
    expect(noted({ do: 'nothing', why: 'the answer has no body' })).toBe('does not fire: the answer has no body');
    expect(noted({ do: 'listen', state: { kind: 'refuse' } })).toBe('the listener, not one answer: refuse');
    const pacing = { kind: 'stall', fraction: 0.5 } as const;
    expect(noted({ do: 'deliver', at: 'after', delivery: { pacing, headersOver: 100 } })).toBe(
      'headers over 100 ms, 50% of the body, then silence',
    );
    expect(previewFault({ healthy, plan: { do: 'delay', ms: 1 } }).diff).toBe('');
  });
});
