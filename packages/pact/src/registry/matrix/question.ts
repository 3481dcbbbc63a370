/** A question to the matrix, as clients put it into the query. */
export interface MatrixQuestion {
  readonly selectors: readonly MatrixSelector[];
  /** Left out of the judgement, shown all the same. */
  readonly ignored: readonly MatrixSelector[];
  /** Where the others are, which the question does not name. */
  readonly target: MatrixTarget | undefined;
  /** One row for each pair of versions, for each version of the consumer, or for each consumer. */
  readonly latestBy: 'cvpv' | 'cvp' | 'cp';
  readonly limit: number;
}

export interface MatrixSelector {
  readonly pacticipant: string;
  readonly version?: string;
  readonly branch?: string;
  readonly mainBranch?: boolean;
  readonly tag?: string;
  readonly environment?: string;
  readonly latest?: boolean;
}

export type MatrixTarget =
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'tag'; readonly name: string }
  | { readonly kind: 'main-branch' | 'latest' };

export type ReadQuestion =
  | { readonly kind: 'read'; readonly question: MatrixQuestion }
  | { readonly kind: 'invalid'; readonly errors: Readonly<Record<string, readonly string[]>> };

const DEFAULT_LIMIT = 100;

/** Reads `q[][pacticipant]=A&q[][version]=1&latestby=cvpv&environment=production`. */
export function readQuestion(query: URLSearchParams): ReadQuestion {
  const errors: Record<string, string[]> = {};
  const selectors = selectorsIn(query, 'q');
  const ignored = selectorsIn(query, 'ignore');
  if (selectors.length === 0) errors.q = ['names no pacticipant: q[][pacticipant]=NAME is expected'];
  if ([...selectors, ...ignored].some(({ pacticipant }) => pacticipant === ''))
    errors.q = ['has a selector without a pacticipant'];
  for (const { pacticipant, version, branch, mainBranch, tag, environment } of selectors)
    if (
      [version, branch, mainBranch, tag, environment].filter(Boolean).length > 1 &&
      !(version && !branch && !mainBranch)
    )
      errors.q = [`says more than one of version, branch, mainBranch, tag and environment for ${pacticipant}`];
  const latestBy = query.get('latestby') ?? 'cvpv';
  if (latestBy !== 'cvpv' && latestBy !== 'cvp' && latestBy !== 'cp') {
    errors.latestby = ['must be cvpv, cvp or cp'];
    return { kind: 'invalid', errors };
  }
  if (Object.keys(errors).length > 0) return { kind: 'invalid', errors };
  const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
  return {
    kind: 'read',
    question: {
      selectors,
      ignored,
      target: targetIn(query),
      latestBy,
      limit: Number.isSafeInteger(limit) && limit > 0 ? limit : DEFAULT_LIMIT,
    },
  };
}

function targetIn(query: URLSearchParams): MatrixTarget | undefined {
  const environment = query.get('environment');
  if (environment) return { kind: 'environment', name: environment };
  if (isTrue(query.get('mainBranch'))) return { kind: 'main-branch' };
  const tag = query.get('tag');
  if (tag) return { kind: 'tag', name: tag };
  return isTrue(query.get('latest')) ? { kind: 'latest' } : undefined;
}

const isTrue = (value: string | null): boolean => value === 'true' || value === '1';

/** A list in a query begins its next member where a name comes again. */
function selectorsIn(query: URLSearchParams, list: string): MatrixSelector[] {
  const members: Map<string, string>[] = [];
  for (const [key, value] of query) {
    const [, name] = new RegExp(`^${list}\\[\\d*\\]\\[(\\w+)\\]$`).exec(key) ?? [];
    if (name === undefined) continue;
    const last = members.at(-1);
    if (last === undefined || last.has(name) || (name === 'pacticipant' && last.has('pacticipant')))
      members.push(new Map([[name, value]]));
    else last.set(name, value);
  }
  return members.map(selectorOf);
}

function selectorOf(member: ReadonlyMap<string, string>): MatrixSelector {
  const given = (name: string) => (member.get(name) ? { [name]: member.get(name) } : {});
  const set = (name: string) => (isTrue(member.get(name) ?? null) ? { [name]: true } : {});
  return {
    pacticipant: member.get('pacticipant') ?? '',
    ...given('version'),
    ...given('branch'),
    ...given('tag'),
    ...given('environment'),
    ...set('mainBranch'),
    ...set('latest'),
  };
}
