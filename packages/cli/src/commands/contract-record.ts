import { recordUntilStopped, recordWhileRunning, type WriteTaken } from '../contract/record-while.ts';
import { beginRecording, takeRecorded } from '../contract/recording-session.ts';
import { servedDocuments } from '../contract/served-documents.ts';
import { fieldsIn, writeRecorded } from '../contract/write-recorded.ts';
import { connectSandbox } from '../control/control-client.ts';
import { CliError } from '../errors.ts';
import type { ContractRecordArguments } from '../options/recording-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { type RecordedContract, recordingLines } from '../print/recording-lines.ts';

/** `stunt contract record`: a pact of what a client did in a sandbox: so far, until ^C, or while its own command ran. */
export async function contractRecord(args: ContractRecordArguments, invocation: Invocation): Promise<Outcome> {
  const command = commandIn(invocation);
  for (const role of ['consumer', 'provider'] as const)
    if (args[role].trim() === '') throw new CliError('USAGE', `--${role} is empty; it takes a name`);
  const control = await connectSandbox(args, invocation);
  const recorded = command || args.follow ? undefined : await takeRecorded(control);
  const documents = await servedDocuments(control, args.document ?? [], invocation.cwd);
  const fields = await fieldsIn(args.fields, documents, invocation.cwd);
  const write: WriteTaken = (taken) => writeRecorded(taken, documents, fields, args, invocation.cwd);
  if (recorded) return told(await write(recorded), args);
  const session = await beginRecording(control);
  const ending = command
    ? recordWhileRunning(command, session, write, invocation)
    : recordUntilStopped(session, write, invocation);
  const said = ending.finally(session.end).then((contract): 0 => {
    say(contract, args, invocation);
    return 0;
  });
  return { exitCode: 0, text: [], ending: said };
}

const told = (contract: RecordedContract, { format }: ContractRecordArguments): Outcome => ({
  exitCode: 0,
  text: recordingLines(contract),
  ...(format === 'json' && { json: contract }),
});

function say(contract: RecordedContract, { format }: ContractRecordArguments, invocation: Invocation): void {
  if (format === 'json') invocation.say(JSON.stringify(contract, null, 2));
  else for (const line of recordingLines(contract)) invocation.say(line);
}

/** What stands behind `--`. */
function commandIn({ args }: Invocation): readonly string[] | undefined {
  const at = args.indexOf('--');
  if (at === -1) return undefined;
  const command = args.slice(at + 1);
  if (command.length === 0) throw new CliError('USAGE', 'nothing stands behind --', 'As in: -- npm test');
  return command;
}
