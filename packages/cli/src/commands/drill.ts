import { type Drilled, drill, textReport } from '@stuntdouble/drill';
import { probeOf } from '../drill/attached-app.ts';
import { listedCells } from '../drill/listed-cells.ts';
import { prepareDrill } from '../drill/prepare-drill.ts';
import { progressLine } from '../drill/progress-lines.ts';
import { typedDrill } from '../drill/typed-command.ts';
import { writeReports } from '../drill/write-reports.ts';
import { CliError } from '../errors.ts';
import type { DrillArguments } from '../options/drill-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { complaint } from '../print/complaint.ts';

/** `stunt drill`: runs a test command under every failure of every operation that it uses, and says what it survived. */
export async function drillCommand(args: DrillArguments, invocation: Invocation): Promise<Outcome> {
  const typed = typedDrill(invocation, probeOf(args));
  if (args.list) return orCouldNotRun(invocation, () => listedCells(args, invocation));
  if (typed.command.length === 0)
    throw new CliError('USAGE', 'drill needs a test command behind --', 'As in: drill openapi.yaml -- npm test');
  const stopped = invocation.onStop();
  const ending = orCouldNotRun(invocation, async () => {
    const setup = await prepareDrill(args, invocation, typed, stopped);
    try {
      const onProgress = (progress: Parameters<typeof progressLine>[0]) => invocation.log(progressLine(progress));
      return await told(await drill({ ...setup, onProgress }), args, invocation);
    } finally {
      await setup.stage.close();
    }
  });
  return { exitCode: 0, text: [], ending: ending.then(({ exitCode }) => exitCode) };
}

async function told(drilled: Drilled, args: DrillArguments, invocation: Invocation): Promise<Outcome> {
  const { summary } = drilled.report;
  const text =
    args.format === 'json' ? JSON.stringify(drilled.report, null, 2) : textReport(drilled.report, drilled.notes);
  invocation.say(text);
  // Behind what is printed: whatever the disk does, that is not lost.
  for (const line of await writeReports(drilled, args, invocation)) invocation.log(line);
  // Where time was up before the first cell nothing was found out.
  const isUntried = summary.cells === 0 && summary.leftOut.length > 0;
  return { exitCode: summary.stopped || isUntried ? 2 : summary.notAllowed > 0 ? 1 : 0, text: [] };
}

/** What keeps a drill from running is no finding: whatever it is, the exit code is 2. */
async function orCouldNotRun({ log, args }: Invocation, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    log(complaint(error, { debug: args.includes('--debug') }).text);
    return { exitCode: 2, text: [] };
  }
}
