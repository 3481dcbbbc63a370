import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StuntError } from '../errors.ts';
import { parseScenario } from './parse-scenario.ts';
import type { Scenario } from './scenario.ts';

/** The scenarios that can be run by name: those of `scenarios/` in the user's folder, then the shipped ones. */
export interface ScenarioBook {
  list(): readonly Scenario[];
  /** Throws SCENARIO_UNKNOWN with the names there are, SCENARIO_INVALID where the file has an error. */
  find(name: string): Scenario;
}

/** Read anew each time: a scenario is edited while the double runs. */
export function scenarioBook(ownFolder: string | undefined): ScenarioBook {
  const folders = [...(ownFolder === undefined ? [] : [ownFolder]), ...shippedFolders()];
  const files = (): Map<string, string> => {
    const byName = new Map<string, string>();
    for (const folder of folders.filter((candidate) => existsSync(candidate)))
      for (const file of readdirSync(folder).sort())
        if (/\.ya?ml$/.test(file)) {
          const name = file.replace(/\.ya?ml$/, '');
          if (!byName.has(name)) byName.set(name, join(folder, file));
        }
    return byName;
  };
  const read = (path: string): Scenario => parseScenario(readFileSync(path, 'utf8'), path);
  return {
    list: () => [...files().values()].flatMap((path) => readable(read, path)),
    find(name) {
      const known = files();
      const path = known.get(name);
      if (path !== undefined) return read(path);
      const names = [...known.keys()].sort().join(', ');
      throw new StuntError('SCENARIO_UNKNOWN', `There is no scenario "${name}". There are: ${names}.`);
    },
  };
}

/** A listing leaves out what cannot be read; asking for it by name says why. */
function readable(read: (path: string) => Scenario, path: string): Scenario[] {
  try {
    return [read(path)];
  } catch {
    return [];
  }
}

/** Beside the sources, beside the compiled files, or beside the one-file command. */
function shippedFolders(): string[] {
  return ['../../scenarios/', './scenarios/', '../scenarios/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
}
