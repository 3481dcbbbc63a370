import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DrillError, defaultPlan, type Plan, type PlanFile, planOf, planSchema } from '@stuntdouble/drill';
import type { ApiDocument } from '@stuntdouble/engine';
import { errorCode } from '../error-code.ts';

/** Reads and validates drill.yaml; the default plan where none is named. @throws DrillError naming each wrong place as file:line:column. */
export async function readPlan(file: string | undefined, cwd: string, document: ApiDocument): Promise<Plan> {
  if (file === undefined) return defaultPlan;
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: unknown) => {
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[errorCode(error) ?? ''] ?? String(error);
    throw new DrillError('DRILL_PLAN_INVALID', `${file} cannot be read: ${why}.`, 'Check the path in --plan.');
  });
  const { parseFile } = await import('../config/parse-settings.ts');
  const parsed = parseFile<PlanFile>(text, planSchema);
  if (parsed.kind === 'valid') return planOf(parsed.settings, document);
  const places = parsed.problems.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`);
  throw new DrillError('DRILL_PLAN_INVALID', [`${file} is not valid`, ...places].join('\n  '));
}
