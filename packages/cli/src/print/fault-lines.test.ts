import { describe, expect, it } from '@jest/globals';
import type { FaultInForce } from '../control/answers.ts';
import { faultTable } from './fault-lines.ts';

const rule: FaultInForce = {
  id: 'r1',
  sandbox: '*',
  kind: 'status',
  layer: 'edge',
  createdAt: '2020-01-01T00:00:00.000Z',
  expiresAt: null,
  matched: 3,
  fired: 2,
};

describe('faultTable', () => {
  it('counts what acts on requests, and nothing for what acts on the port', () => {
    const table = faultTable([rule, { ...rule, id: 'r2', kind: 'refuse', layer: 'listener', matched: 0, fired: 0 }], 0);
    expect(table).toMatch(/^r1 +\* +2\/3 /m);
    expect(table).toMatch(/^r2 +\* +- +- +refuse /m);
  });
});
