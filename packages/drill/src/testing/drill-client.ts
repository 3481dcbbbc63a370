import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDocument, systemClock } from '@stuntdouble/engine';
import { parse } from 'yaml';
import { type Drilled, drill } from '../drill.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { type PlanFile, planOf } from '../plan/plan-file.ts';
import { openStage } from '../run/stage.ts';

/** Drills one of the clients beside this file with the plan beside this file. */
export interface DrillTheClient {
  /** Cells; all where none is named. */
  readonly only?: readonly string[];
  readonly jobs?: number;
  /** In place of a client: program and arguments. */
  readonly command?: readonly string[];
  readonly signal?: AbortSignal;
  readonly planFile?: Partial<PlanFile>;
  readonly budgetMs?: number;
  /** Called after each cell. */
  readonly onCell?: () => void;
  readonly env?: Readonly<Record<string, string>>;
}

const here = import.meta.dirname;

export async function drillClient(name: string, given: DrillTheClient = {}): Promise<Drilled> {
  const { only = [], jobs = 4, signal = new AbortController().signal, env = {} } = given;
  const command = given.command ?? [process.execPath, join(here, 'clients', `${name}.mjs`)];
  const document = await loadDocument(join(here, 'orders.yaml'));
  const file: PlanFile = parse(await readFile(join(here, 'plan.yaml'), 'utf8'));
  const plan = planOf({ ...file, ...given.planFile }, document);
  const clock = systemClock;
  const urlVariables = ['ORDERS_URL'];
  const stage = await openStage({
    ...{ document, command, cwd: here, env: { ...process.env, NODE_OPTIONS: '', ...env }, urlVariables, clock },
    ...{ auth: plan.auth, modes: plan.modes, keyPlaces: plan.thresholds.duplicateKeys, seed: 'drill', onLog: () => {} },
  });
  try {
    return await drill({
      way: { kind: 'variables', names: urlVariables },
      ...{ document, stage, command, plan, jobs, clock, signal, only, budgetMs: given.budgetMs },
      fingerprint: await fingerprintOf({ document, plan, command, cwd: here, except: [] }),
      replayOf: (id) => `stunt drill --only ${id}`,
      onProgress: ({ kind }) => (kind === 'cell' ? given.onCell?.() : undefined),
    });
  } finally {
    await stage.close();
  }
}
