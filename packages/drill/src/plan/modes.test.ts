import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeKinds, loadDocument } from '@stuntdouble/engine';
import { cellsOf } from '../cell/cells-of.ts';
import { defaultPlan } from './plan.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/drills.md'), 'utf8');
const document = await loadDocument(join(import.meta.dirname, '../testing/orders.yaml'));
const idsOf = (...operations: string[]) => cellsOf(document, operations, defaultPlan).map(({ id }) => id);

describe('the modes of the default plan', () => {
  it('are those that docs/drills.md has, in its order', () => {
    const [, table = ''] = /<!-- modes -->\n(.*?)<!-- \/modes -->/s.exec(page) ?? [];
    const rows = table.split('\n').slice(2, -1);
    const told = defaultPlan.modes.map((mode) => `| \`${mode.id}\` | ${mode.lasts} | ${mode.for} | ${mode.title} |`);
    expect(rows).toEqual(told);
  });

  it('are made of faults that there are', () => {
    const kinds = describeKinds().map(({ kind }) => kind);
    const used = defaultPlan.modes.flatMap(({ rules, afterwards = [] }) => [...rules, ...afterwards]);
    expect(used.filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
  });

  it('pass by themselves where they are transient, and only there', () => {
    const passes = ({ rules }: (typeof defaultPlan.modes)[number]) =>
      rules.every(({ kind, when }) => kind === 'latency' || (when !== undefined && 'times' in when));
    const refuses = ({ afterwards }: (typeof defaultPlan.modes)[number]) => afterwards !== undefined;
    for (const mode of defaultPlan.modes)
      expect({ id: mode.id, lasts: mode.lasts }).toEqual({
        id: mode.id,
        lasts: passes(mode) && !refuses(mode) ? 'transient' : 'persistent',
      });
  });
});

describe('cellsOf', () => {
  it('tries on an operation what says something about it', () => {
    const [write, read, list] = [idsOf('createOrder'), idsOf('getOrder'), idsOf('listOrders')];
    expect(write).toContain('createOrder.reset-after');
    expect(read).not.toContain('getOrder.reset-after');
    expect(list).toContain('listOrders.page-loop');
    expect(read).not.toContain('getOrder.page-loop');
    expect([...write, ...read]).toEqual(expect.arrayContaining(['createOrder.401', 'getOrder.drift']));
  });

  it('begins with the most telling mode of every operation', () => {
    expect(idsOf('createOrder', 'getOrder').slice(0, 3)).toEqual([
      'createOrder.hang',
      'getOrder.hang',
      'createOrder.503',
    ]);
  });

  it('leaves out what the plan skips', () => {
    const skip = ['getOrder', '*.hang', 'createOrder.503'];
    const ids = cellsOf(document, ['createOrder', 'getOrder'], { ...defaultPlan, skip }).map(({ id }) => id);
    expect(ids.filter((id) => /^getOrder|hang$|503$/.test(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(10);
  });
});
