import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadDocument } from '@stuntdouble/engine';
import { cellOf } from '../cell.ts';
import { verdicts } from '../verdict.ts';
import { allowanceOf } from './allowed.ts';
import schema from './drill.schema.json' with { type: 'json' };
import { defaultPlan } from './plan.ts';
import { type PlanFile, planOf } from './plan-file.ts';

const document = await loadDocument(join(import.meta.dirname, '../testing/orders.yaml'));
const planFrom = (file: Partial<PlanFile>) => planOf({ version: 1, ...file }, document);
const modesOf = (file: Partial<PlanFile>) => planFrom(file).modes.map(({ id }) => id);
const rain = { rules: [{ kind: 'status', options: { code: 418 } }] };
const [hang = { id: '', title: '', lasts: 'persistent', for: 'every', rules: [] } as const] = defaultPlan.modes;

describe('planOf', () => {
  it('is the default plan where a file says nothing', () => {
    expect(planFrom({})).toEqual(defaultPlan);
  });

  it('has the defaults that the schema tells of', () => {
    const { deadline, retryAfter, storm, duplicate, allow, auth } = schema.properties;
    const told = {
      ...{ deadline: deadline.default, retryAfter: retryAfter.default, auth: auth.default as 'presence' },
      storm: { attempts: storm.properties.attempts.default, window: storm.properties.window.default },
      duplicate: { methods: duplicate.properties.methods.default, key: duplicate.properties.key.default },
      allow: Object.fromEntries(
        Object.entries(allow.properties).map(([lasts, { default: words }]) => [
          lasts,
          verdicts.filter((verdict) => words.includes(verdict)),
        ]),
      ),
    };
    const { allow: allowed, ...others } = planFrom(told);
    expect({ ...others, allow: Object.entries(allowed).map(([lasts, words]) => [lasts, words.toSorted()]) }).toEqual({
      ...defaultPlan,
      // One that is named bounds the baseline, too.
      baselineMs: 90_000,
      allow: Object.entries(defaultPlan.allow).map(([lasts, words]) => [lasts, words.toSorted()]),
    });
    expect(schema.$defs.verdict.enum.toSorted()).toEqual(verdicts.toSorted());
  });

  it('leaves out modes, takes others in their place, and puts new ones first', () => {
    const all = defaultPlan.modes.map(({ id }) => id);
    expect(modesOf({ modes: { hang: 'off' } })).toEqual(all.filter((id) => id !== 'hang'));
    expect(modesOf({ only: ['503', 'rain'], modes: { rain } })).toEqual(['rain', '503']);
    const [first] = planFrom({ modes: { hang: rain } }).modes;
    expect(first).toMatchObject({ id: 'hang', title: 'status', lasts: 'persistent', for: 'every' });
  });

  it.each([
    [
      { skip: ['createOrders'] },
      'skip names the operation or mode "createOrders", which there is not. Nearest: createOrder',
    ],
    [{ skip: ['createOrder.hag'] }, 'skip names the mode "hag"'],
    [{ allow: { 'getOrders.hang': ['hung'] } }, 'allow names the operation "getOrders"'],
    [{ only: ['hangs'] }, 'only names the mode "hangs", which there is not. Nearest: hang'],
    [{ modes: { hangs: 'off' } }, 'modes names the mode "hangs"'],
    [{ waivers: [{ cell: '*.rain', reason: 'r', expires: '2030-01-01' }] }, 'waivers names the mode "rain"'],
  ] satisfies [Partial<PlanFile>, string][])('refuses names that there are not: %j', (file, words) => {
    expect(() => planFrom(file)).toThrow(
      expect.objectContaining({ code: 'DRILL_PLAN_INVALID', message: expect.stringContaining(words) }),
    );
  });
});

describe('allowanceOf', () => {
  const cell = cellOf('createOrder', hang);
  const allowed = (file: Partial<PlanFile>, verdict: (typeof verdicts)[number]) =>
    allowanceOf(planFrom(file), cell, verdict, '2026-11-28').allowed;

  it('goes by how long a failure lasts where nothing narrower is said', () => {
    expect([allowed({}, 'failed-fast'), allowed({}, 'hung')]).toEqual([true, false]);
  });

  it('takes the narrowest of what is said', () => {
    const allow: PlanFile['allow'] = { hang: ['hung'], createOrder: ['stormed'], 'createOrder.hang': ['swallowed'] };
    expect(verdicts.filter((verdict) => allowed({ allow }, verdict))).toEqual(['swallowed']);
    expect(allowed({ allow: { hang: ['hung'], createOrder: ['stormed'] } }, 'stormed')).toBe(true);
    expect(allowed({ allow: { hang: ['hung'] } }, 'hung')).toBe(true);
  });

  it.each([
    ['of this day', 'createOrder.hang', '2026-11-28', undefined, true],
    ['of another day', '*.hang', '2026-11-27', undefined, false],
    ['for another verdict', 'createOrder.hang', '2030-01-01', 'stormed', false],
    ['for another cell', 'createOrder.503', '2030-01-01', 'hung', false],
  ] as const)('goes by a waiver %s', (_, waived, expires, verdict, expected) => {
    const waiver = { cell: waived, reason: 'known', expires, ...(verdict && { verdict }) };
    expect(allowed({ waivers: [waiver] }, 'hung')).toBe(expected);
  });
});
