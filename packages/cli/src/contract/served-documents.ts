import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiDocument, loadDocument } from '@stuntdouble/engine';
import type { ControlClient } from '../control/control-client.ts';

interface ServedDocument {
  readonly name: string;
  readonly basePaths: readonly string[];
  readonly root: unknown;
}

/** The documents that answers are read by: those that were named, else those that the double says it serves, wherever it runs. */
export async function servedDocuments(
  control: ControlClient,
  named: readonly string[],
  cwd: string,
): Promise<ApiDocument[]> {
  if (named.length > 0) return Promise.all(named.map((source) => loadDocument(source, { cwd })));
  const { documents } = await control.json<{ documents: readonly ServedDocument[] }>({ path: '/recording/documents' });
  const folder = await mkdtemp(join(tmpdir(), 'stunt-served-'));
  try {
    return await Promise.all(
      documents.map(async ({ name, basePaths, root }, at) => {
        const file = join(folder, `${at}.json`);
        await writeFile(file, JSON.stringify(root));
        return { ...(await loadDocument(file, { name })), basePaths };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
