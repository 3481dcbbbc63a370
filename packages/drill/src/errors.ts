/** The drill's error catalogue: why a drill could not be run. docs/errors.md mirrors it. All of them end the command with 2. */
export const drillCatalogue = {
  DRILL_BASELINE_FAILED: {
    title: 'The command fails without any fault',
    hint: 'Make it pass against the double first: run it with the URL that stunt serve prints.',
  },
  DRILL_NOTHING_RECEIVED: {
    title: 'The command asked the double for nothing',
    hint: 'Let the client take its base URL from one of the variables that are named, or say which one it reads: --env NAME.',
  },
  DRILL_COMMAND_NOT_FOUND: {
    title: 'The command cannot be started',
    hint: 'Check its name, and that it is on PATH; a line of shell is given as: sh -c "…".',
  },
  DRILL_PLAN_INVALID: {
    title: 'The plan cannot be used',
    hint: 'Fix the places that are named; the JSON Schema of the file is drill.schema.json.',
  },
  DRILL_CELL_UNKNOWN: { title: 'There is no such cell', hint: 'stunt drill … --list shows the cells.' },
  DRILL_NO_CELL: {
    title: 'The plan leaves nothing to try',
    hint: 'Look at only, modes and skip in the plan: a mode may be for operations that are not there, as `write` is for those that are no GET.',
  },
  DRILL_REPORT_UNREADABLE: {
    title: 'An earlier report cannot be read',
    hint: 'Name a file that --format json printed.',
  },
} as const;

export type DrillErrorCode = keyof typeof drillCatalogue;

/** Why a drill could not be run: says what failed, what was received, what is allowed, what to do next. */
export class DrillError extends Error {
  readonly code: DrillErrorCode;
  readonly hint: string;
  override readonly name = 'DrillError';

  constructor(code: DrillErrorCode, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint ?? drillCatalogue[code].hint;
  }
}
