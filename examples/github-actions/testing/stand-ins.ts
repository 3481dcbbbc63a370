/** What stands in for actions: checking out and the cache are done here; the others are named and left out. */
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, git, type Run, type StepResult } from './run-workflow.ts';

type Done = Omit<StepResult, 'name'>;
type Inputs = Readonly<Record<string, string>>;

const leftOut: Readonly<Record<string, string>> = {
  'actions/setup-node': 'Node is there',
  'actions/upload-artifact': 'there is no place for artifacts',
};

export function standIn(uses: string, inputs: Inputs, run: Run, bench: Bench): Done {
  const [action = ''] = uses.split('@');
  if (action === 'actions/checkout') return checkedOut(inputs, run, bench);
  if (action === 'actions/cache/restore') return restored(inputs, run, bench);
  if (action === 'actions/cache/save') return saved(inputs, run, bench);
  const reason = leftOut[action];
  if (reason === undefined) return { outcome: 'failure', output: `nothing stands in for ${uses}` };
  return { outcome: 'left out', output: '', reason };
}

/** A push is on its branch; a pull request, and a commit that was asked for, on none. */
function checkedOut({ ref }: Inputs, run: Run, { folder, checkout }: Bench): Done {
  git(folder, 'clone', '--quiet', '--no-checkout', run.repository, checkout);
  const branch = /^refs\/heads\/(.+)$/.exec(run.ref)?.[1];
  if (ref) git(checkout, 'checkout', '--quiet', '--detach', ref);
  else if (branch) git(checkout, 'checkout', '--quiet', '-B', branch, run.sha);
  else git(checkout, 'checkout', '--quiet', '--detach', run.sha);
  return { outcome: 'success', output: git(checkout, 'log', '-1', '--oneline') };
}

function restored({ path = '', key = '', 'restore-keys': prefix = '' }: Inputs, { cache }: Run, bench: Bench): Done {
  if (cache === undefined) return { outcome: 'failure', output: 'the run has no cache' };
  const entries = existsSync(cache) ? readdirSync(cache) : [];
  const found = entries.includes(key)
    ? key
    : entries
        .filter((name) => name.startsWith(prefix))
        .toSorted()
        .at(-1);
  if (found) cpSync(join(cache, found), join(bench.checkout, path), { recursive: true });
  return { outcome: 'success', output: found ? `restored ${found}` : 'nothing was kept' };
}

function saved({ path = '', key = '' }: Inputs, { cache }: Run, bench: Bench): Done {
  if (cache === undefined) return { outcome: 'failure', output: 'the run has no cache' };
  mkdirSync(cache, { recursive: true });
  cpSync(join(bench.checkout, path), join(cache, key), { recursive: true });
  return { outcome: 'success', output: `kept ${key}` };
}
