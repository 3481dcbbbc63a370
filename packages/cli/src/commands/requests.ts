import type { JournalEntry } from '@stuntdouble/engine';
import type { RequestListing } from '../control/answers.ts';
import { type ControlClient, connectSandbox } from '../control/control-client.ts';
import { CliError } from '../errors.ts';
import type { ControlArguments } from '../options/control-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { requestLine } from '../print/request-line.ts';

export interface RequestsArguments extends ControlArguments {
  readonly operation?: string | undefined;
  readonly status?: string | undefined;
  readonly since?: string | undefined;
  readonly limit?: number | undefined;
  readonly follow?: boolean | undefined;
}

/** `stunt requests`: the journal of a sandbox, oldest first; with `--follow` each request as it is answered. */
export async function requests(args: RequestsArguments, invocation: Invocation): Promise<Outcome> {
  const { operation, status, since, limit } = args;
  if (status !== undefined && !/^(0|[1-5]xx|[1-5]\d\d)$/i.test(status))
    throw new CliError('USAGE', `--status is "${status}"`, 'Write 503, a class such as 5xx, or 0 for no answer.');
  if (Number.isNaN(limit)) throw new CliError('USAGE', '--limit takes a number');
  const control = await connectSandbox(args, invocation);
  const query = { operation, status, limit: limit?.toString(), since: since && timeOf(since, Date.now()) };
  const list = () => control.json<RequestListing>({ path: '/requests', query });
  if (args.follow) return { exitCode: 0, text: [], running: follow(control, list, args, invocation) };
  const listing = await list();
  const hidden = listing.total - listing.requests.length;
  const text = [
    // Above them, where they would stand: the last line is the latest request, as scripts have it.
    ...(hidden > 0 ? [`${hidden} earlier ones are left out; --limit shows more.`] : []),
    ...listing.requests.map(requestLine),
    ...(listing.total === 0 ? ['No request was recorded.'] : []),
  ];
  return { exitCode: 0, text, ...(args.format === 'json' && { json: listing }) };
}

/** Those there are, then those that come: a line each, in JSON too. */
async function follow(
  control: ControlClient,
  list: () => Promise<RequestListing>,
  args: RequestsArguments,
  { onStop, say }: Invocation,
): Promise<void> {
  const stopped = onStop();
  const events = await control.events(stopped);
  const told = new Set<string>();
  const tell = (entry: JournalEntry): void => {
    if (told.size > 0 && told.has(entry.id)) return;
    say(args.format === 'json' ? JSON.stringify(entry) : requestLine(entry));
  };
  for (const entry of (await list()).requests) {
    tell(entry);
    told.add(entry.id);
  }
  for await (const { type, data } of events) if (type === 'exchange' && isEntry(data) && fits(data, args)) tell(data);
  if (!stopped.aborted) throw new CliError('CONTROL_UNREACHABLE', 'the double went away');
}

const isEntry = (data: unknown): data is JournalEntry =>
  typeof data === 'object' && data !== null && 'durationMs' in data;

function fits(entry: JournalEntry, { operation, status }: RequestsArguments): boolean {
  const matches = (wanted: string) =>
    /^[1-5]xx$/i.test(wanted) ? String(entry.status)[0] === wanted[0] : String(entry.status) === wanted;
  return (operation === undefined || entry.operation === operation) && (status === undefined || matches(status));
}

/** `5m` is five minutes ago; anything else is for the double to read. */
function timeOf(since: string, now: number): string {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(since) ?? [];
  if (count === undefined) return since;
  const size = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? 1;
  return new Date(now - Number(count) * size).toISOString();
}
