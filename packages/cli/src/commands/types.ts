import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from '../errors.ts';
import type { Invocation, Outcome } from '../outcome.ts';

export interface TypesArguments {
  readonly document: string;
  readonly output?: string | undefined;
}

/** `stunt types`: the names of a document's operations as a TypeScript type, for tests. */
export async function types({ document: source, output }: TypesArguments, { cwd }: Invocation): Promise<Outcome> {
  const [{ loadDocument }, { operationTypes }] = await Promise.all([
    import('@stuntdouble/engine'),
    import('@stuntdouble/testing'),
  ]);
  const text = operationTypes(await loadDocument(source, { cwd }), source);
  if (output === undefined) return { exitCode: 0, text: text.trimEnd() };
  await writeFile(resolve(cwd, output), text).catch((error: Error) => {
    throw new CliError('REPORT_NOT_WRITTEN', `${output} cannot be written: ${error.message}`);
  });
  return { exitCode: 0, text: `wrote ${output}` };
}
