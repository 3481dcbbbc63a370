import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const minutes = 3 * 60_000;

describe('the story of a contract', () => {
  it(
    'comes out as it is told',
    () => {
      const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'story.mjs')], {
        encoding: 'utf8',
      });
      expect(stdout.split('\n').filter((line) => line.startsWith('!!'))).toEqual([]);
      expect(stdout).toContain('Everything came out as told.');
      expect(status).toBe(0);
    },
    minutes,
  );
});
