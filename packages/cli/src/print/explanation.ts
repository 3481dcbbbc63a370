import { type CatalogueEntry, catalogue, type JournalEntry } from '@stuntdouble/engine';
import { inUnits } from './in-units.ts';
import { timeOfDay } from './time-of-day.ts';

/** What happened to one request, in sentences: operation, refusal, faults, where the body came from, what to do next. */
export function explanation(entry: JournalEntry, invokedAs: string): string {
  const { id, at, sandbox, method, template, status, durationMs, bytesIn, bytesOut } = entry;
  const answer = status === 0 ? 'no answer' : `answered ${status}`;
  const rows: [string, string[]][] = [
    ['request', [`${id}, ${method} ${template ?? ''}`.trim()]],
    [
      '',
      [
        `at ${timeOfDay(new Date(at))} in sandbox ${sandbox}; ${answer} after ${Math.round(durationMs)} ms; ${bytesIn} bytes in, ${bytesOut} out`,
      ],
    ],
    ['operation', [operationOf(entry)]],
    ['refused', refusals(entry)],
    ['limits', limitsOf(entry)],
    ['faults', entry.faults.map(faultSentence)],
    ['body', [bodyOf(entry)]],
    ['next', nextSteps(entry, invokedAs)],
  ];
  return rows
    .flatMap(([name, lines]) => lines.map((line, index) => `${(index === 0 ? name : '').padEnd(10)} ${line}`))
    .join('\n');
}

const operationOf = (entry: JournalEntry): string =>
  entry.operation ?? (isUnmatched(entry) ? 'none matches the method and path' : 'none');

/** Entries of a double that does not tell the code are taken for the usual ones. */
const isUnmatched = ({ operation, source, refusal = 'ROUTE_NOT_FOUND' }: JournalEntry): boolean =>
  operation === undefined && source === 'problem' && ['ROUTE_NOT_FOUND', 'METHOD_NOT_ALLOWED'].includes(refusal);

/** `"default";q=600;w=60`, one after the other; of a 429 with what was left, `;r=0`. */
function limitsOf({ limits = '' }: JournalEntry): string[] {
  const found = [...limits.matchAll(/"((?:[^"\\]|\\.)*)";q=(\d+);w=(\d+)(?:;r=(\d+))?/g)];
  return found.map(([, name = '', quota = '', window = '', left]) => {
    const rule = `${name}: ${quota} in ${inUnits(Number(window) * 1000)}`;
    if (left === undefined) return rule;
    return left === '0' ? `${rule}, used up` : `${rule}, ${left} left`;
  });
}

function refusals({ violations, status, source, limits, refusal = '' }: JournalEntry): string[] {
  if (violations.length > 0) return violations.map(violationSentence);
  if (status === 429 && source !== 'fault' && limits !== undefined) {
    const spent = [...limits.matchAll(/"((?:[^"\\]|\\.)*)";q=\d+;w=\d+;r=0/g)].map(([, name = '']) => `"${name}"`);
    if (spent.length === 0) return ['none of its limits is used up: it asked for a 429 itself'];
    return [`its limit ${spent.join(' and ')} ${spent.length === 1 ? 'is' : 'are'} used up`];
  }
  if (source === 'fault') return [];
  const why = CREDENTIALS[refusal]?.why ?? entryOf(refusal)?.title;
  return why === undefined ? [] : [why.charAt(0).toLowerCase() + why.slice(1)];
}

const entries: Readonly<Record<string, CatalogueEntry | undefined>> = catalogue;
const entryOf = (refusal: string): CatalogueEntry | undefined =>
  Object.hasOwn(entries, refusal) ? entries[refusal] : undefined;

/** What the answer says in full, for it may tell the client what it sent. */
const CREDENTIALS: Readonly<Record<string, { readonly why: string; readonly next: string }>> = {
  UNAUTHORIZED: {
    why: 'credentials are missing or malformed',
    next: 'send credentials as WWW-Authenticate of the answer asks, or start with --auth off',
  },
  CREDENTIALS_REJECTED: {
    why: 'the credentials are not good in this sandbox: the answer says whether wrong, of another one, expired or revoked',
    next: 'send a key of this sandbox, or a new token of its token endpoint',
  },
  SCOPE_MISSING: {
    why: 'the token does not reach far enough',
    next: 'ask the token endpoint for the scopes that WWW-Authenticate of the answer names, or for none: then all are granted',
  },
};

/** The journal has `query required /limit`: part, keyword, pointer without indices. */
function violationSentence(violation: string): string {
  const [part = '', keyword = '', pointer = ''] = violation.split(' ');
  const where = pointer === '' ? `the ${part}` : `${part} ${pointer.slice(1).replaceAll('/', '.')}`;
  const words: Record<string, string> = {
    required: 'is missing',
    unexpected: 'is not expected',
    parse: 'cannot be parsed',
    type: 'has the wrong type',
    enum: 'is none of the allowed values',
    additionalProperties: 'has a member that is not allowed',
  };
  return `${where} ${words[keyword] ?? `breaks "${keyword}"`}`;
}

/** The journal has `r1 drift fired: /address/city` or `r3 reset not fired: probability`. */
function faultSentence(fault: string): string {
  const [, rule = '', kind = '', not, note] = /^(\S+) (\S+) (not )?fired(?:: (.*))?$/.exec(fault) ?? [];
  if (rule === '') return fault;
  if (not) return `${kind} (rule ${rule}) matched and did not fire: ${note ?? 'not its turn'}`;
  return `${kind} (rule ${rule}) fired${note === undefined ? '' : ` at ${note}`}`;
}

function bodyOf(entry: JournalEntry): string {
  const { operation, source, status } = entry;
  const words: Record<string, string> = {
    stored: 'what was stored in this sandbox before',
    example: status < 400 ? 'an example of the document, byte for byte' : `the document's own response ${status}`,
    repaired: 'an example of the document that violates its schema, repaired; stunt check shows the difference',
    generated:
      operation === undefined
        ? 'made by the double'
        : "generated from the document's schema; the same seed and URL give the same",
    fault: 'made by the fault',
    prism: 'made by prism-http',
    upstream: 'the answer of the real API behind the double',
    problem: isUnmatched(entry)
      ? 'a refusal: nothing in the document answers this'
      : UPSTREAM[status]
        ? 'made by the double, for the upstream gave no answer'
        : 'a refusal',
  };
  return words[source] ?? source;
}

function nextSteps(entry: JournalEntry, invokedAs: string): string[] {
  const { faults, violations, status, source, sandbox, refusal = '' } = entry;
  const flag = sandbox === 'default' ? '' : ` --sandbox ${sandbox}`;
  const fired = faults.find((fault) => / fired(:|$)/.test(fault) && !fault.includes(' not fired'));
  const steps: string[] = [];
  if (fired) steps.push(endOf(fired, flag, invokedAs));
  const hint = CREDENTIALS[refusal]?.next ?? entryOf(refusal)?.hint;
  if (violations.length > 0) steps.push('fix the request; the answer said what was received and what is allowed');
  else if (status === 429 && source !== 'fault')
    steps.push(`wait as Retry-After of the answer says, or give all back: ${invokedAs} sandbox reset ${sandbox}`);
  else if (isUnmatched(entry) && status !== 405 && UPSTREAM[status] === undefined)
    steps.push('compare the path with "nearest" in the answer');
  else if (hint !== undefined && source !== 'fault' && UPSTREAM[status] === undefined)
    steps.push(hint.charAt(0).toLowerCase() + hint.slice(1).replace(/\.$/, ''));
  const upstream = source === 'problem' ? UPSTREAM[status] : undefined;
  if (upstream !== undefined) steps.push(upstream);
  if (status === 500 && source === 'problem')
    steps.push(`see what is wrong with the document: ${invokedAs} check DOCUMENT`);
  return steps.length > 0 ? steps : ['nothing: this is how the document says it should be'];
}

/** What the double answers by itself where it cannot get an answer of the real API. */
const UPSTREAM: Readonly<Record<number, string>> = {
  502: 'the upstream could not be reached, was not trusted or broke off: check that it runs, its address and its certificate; code and detail of the answer say which',
  504: 'the upstream did not answer in time: see why it is slow, or wait longer with --upstream-timeout',
};

/** A rule of a scenario is named after its run, and goes with it. */
function endOf(fault: string, flag: string, invokedAs: string): string {
  const [rule = ''] = fault.split(' ');
  if (rule === 'request') return 'it came with the request: send it without X-Stunt-Fault, or Prefer: fault=';
  const [, run] = /^(run-\d+)-\d+-\d+$/.exec(rule) ?? [];
  if (run) return `end the scenario behind it: ${invokedAs} scenario stop ${run}${flag}`;
  return `end the fault: ${invokedAs} fault remove ${rule}${flag}, or all: ${invokedAs} fault clear${flag}; one for every sandbox, shown with * by ${invokedAs} fault list --all: --sandbox '*'`;
}
