import { type LeftOutReason, leftOutReasons } from '@stuntdouble/pact';

/** What became of a recording, as `--format json` prints it. */
export interface RecordedContract {
  /** From the working directory. */
  readonly file: string;
  readonly interactions: number;
  readonly added: number;
  readonly unchanged: boolean;
  /** Exchanges that interactions were made of. */
  readonly recorded: number;
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** Earlier exchanges that the double could not keep. */
  readonly dropped: number;
  /** What `--fields` names and no answer had. */
  readonly unmetFields: readonly string[];
}

/** What became of a recording, for a person. */
export function recordingLines(contract: RecordedContract): string[] {
  const { file, interactions, added, unchanged, recorded, dropped } = contract;
  const news = unchanged ? 'nothing new' : `${added} new`;
  const left = leftOutWords(contract.leftOut);
  return [
    `${file}: ${counted(interactions, 'interaction')} (${news}), of ${counted(recorded, 'exchange')}`,
    ...left.map((words) => `left out ${words}`),
    ...contract.unmetFields.map((field) => `no answer had what --fields names: ${field}`),
    ...(dropped > 0 ? [`${counted(dropped, 'earlier exchange')} did not fit into the double's memory`] : []),
  ];
}

export function nothingWords(leftOut: RecordedContract['leftOut']): string {
  const left = leftOutWords(leftOut);
  return left.length === 0 ? 'no request came to the sandbox' : `nothing was left to record: ${left.join('; ')}`;
}

const leftOutWords = (leftOut: RecordedContract['leftOut']): string[] =>
  Object.entries(leftOut).flatMap(([reason, count]) =>
    isReason(reason) ? [`${count}: ${leftOutReasons[reason]}`] : [],
  );

const isReason = (text: string): text is LeftOutReason => Object.hasOwn(leftOutReasons, text);

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
