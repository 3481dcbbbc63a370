import { describe, expect, it } from '@jest/globals';
import type { Invocation } from '../outcome.ts';
import { folderWith } from '../testing/run-stunt.ts';
import { listedCells } from './listed-cells.ts';

const cwd = folderWith({
  'parcels.yaml': `
openapi: 3.1.0
info: { title: Parcels, version: 1.0.0 }
paths: { /parcels: { get: { operationId: listParcels, responses: { '204': { description: none } } } } }
`,
  'numbers.yaml': 'version: 1\nonly: [503, hang, 500]\nskip: [500]\n',
  'no-fault.yaml': 'version: 1\nmodes: { rain: { rules: [{ kind: rain }] } }\n',
  'writes.yaml': 'version: 1\nonly: [reset-after]\n',
  'no-day.yaml': "version: 1\nwaivers: [{ cell: 503, reason: later, expires: '2027-02-30' }]\n",
});

async function listed(plan: string, ...only: string[]): Promise<readonly string[]> {
  const args = { document: 'parcels.yaml', plan, format: 'json', only } as const;
  const { json } = await listedCells(args, { cwd } as Invocation);
  const { cells } = json as { readonly cells: readonly { readonly id: string }[] };
  return cells.map(({ id }) => id);
}

describe('drill --list', () => {
  it('takes names that are numbers, and lists what is asked for alone', async () => {
    expect(await listed('numbers.yaml')).toEqual(['listParcels.hang', 'listParcels.503']);
    expect(await listed('numbers.yaml', '*.503')).toEqual(['listParcels.503']);
    await expect(listed('numbers.yaml', '*.504')).rejects.toMatchObject({ code: 'DRILL_CELL_UNKNOWN' });
  });

  it.each([
    [
      'an unknown fault',
      'no-fault.yaml',
      { code: 'DRILL_PLAN_INVALID', message: expect.stringContaining('modes.rain') },
    ],
    [
      'a plan that leaves nothing to try',
      'writes.yaml',
      { code: 'DRILL_NO_CELL', message: 'The plan leaves no cell for listParcels: it tries reset-after.' },
    ],
    [
      'a waiver until a day that there is not',
      'no-day.yaml',
      {
        code: 'DRILL_PLAN_INVALID',
        message: expect.stringContaining('expires on 2027-02-30, a day that no calendar has'),
      },
    ],
  ])('refuses what a run refuses: %s', async (_, plan, error) => {
    await expect(listed(plan)).rejects.toMatchObject(error);
  });
});
