import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, spawnProgram } from '../testing/run-stunt.ts';

afterAll(endAll);
const program = fileURLToPath(new URL('../testing/kill-registry-thread.ts', import.meta.url));

describe('a registry inside a double', () => {
  it('gets a new thread when its own has died, and what it had acknowledged is still there', async () => {
    const { finished } = spawnProgram(['--conditions=@stuntdouble/source', program], folderWith({}));
    const { code, stdout, stderr } = await finished;
    expect([code, stderr]).toEqual([0, '']);
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({ made: 201, after: 200, threads: 2 });
    // Answered before, or told to try again: never left waiting.
    expect([200, 503]).toContain(said.cut);
  }, 30_000);
});
