import { writeReport } from '../contract/write-report.ts';
import { CliError } from '../errors.ts';
import type { Invocation, Outcome } from '../outcome.ts';

export interface ContractCheckArguments {
  readonly paths: readonly string[];
  readonly document?: string | undefined;
  readonly failOn: 'error' | 'warning';
  readonly format: 'text' | 'json' | 'github';
  readonly junit?: string | undefined;
}

/** `stunt contract check`: pacts against the provider's document. Calls nobody. */
export async function contractCheck(given: ContractCheckArguments, { cwd }: Invocation): Promise<Outcome> {
  const { pacts, document: source } = sourcesOf(given);
  const { comparePacts, openDocument, readPactFiles } = await import('@stuntdouble/pact');
  const [document, files] = await Promise.all([openDocument(source, cwd), readPactFiles(pacts, cwd)]);
  const comparison = await comparePacts(document, files);
  const warned = comparison.interactions.some(({ findings }) => findings.length > 0);
  const exitCode = comparison.compatible && !(given.failOn === 'warning' && warned) ? 0 : 1;
  const print = await import('../print/comparison-lines.ts');
  if (given.junit !== undefined) {
    const { junitReport } = await import('../print/contract-junit.ts');
    await writeReport(given.junit, junitReport('contract check', print.comparisonCases(comparison)), cwd);
  }
  if (given.format === 'github') return { exitCode, text: print.comparisonAnnotations(comparison) };
  if (given.format === 'text') return { exitCode, text: print.comparisonLines(comparison, document, source) };
  const { name, title, version } = document;
  return { exitCode, text: '', json: { document: { name, source, title, version }, ...comparison } };
}

/** Both `check PACT… --document D` and `check PACT… D`. */
function sourcesOf({ paths, document }: ContractCheckArguments): { pacts: readonly string[]; document: string } {
  if (document !== undefined) return { pacts: paths, document };
  const last = paths.at(-1);
  if (last === undefined || paths.length < 2)
    throw new CliError(
      'USAGE',
      'contract check needs a document beside the pacts',
      'Name it with --document, or as the last argument.',
    );
  return { pacts: paths.slice(0, -1), document: last };
}
