import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** For tests: a folder with the given files, gone after `remove()`. Objects are written as JSON. */
export interface FixtureFolder {
  readonly path: string;
  write(files: Readonly<Record<string, unknown>>): void;
  remove(): void;
}

export function fixtureFolder(files: Readonly<Record<string, unknown>> = {}): FixtureFolder {
  const path = mkdtempSync(join(tmpdir(), 'stunt-load-'));
  const folder: FixtureFolder = {
    path,
    write(more) {
      for (const [name, content] of Object.entries(more)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
        writeFileSync(join(path, name), isRaw ? content : JSON.stringify(content, null, 2));
      }
    },
    remove: () => rmSync(path, { recursive: true }),
  };
  folder.write(files);
  return folder;
}
