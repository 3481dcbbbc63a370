import type { Operation } from '@stuntdouble/engine';
import { and, byRegex, type Rule } from './matcher.ts';
import { fieldOf, type RecordedExchange } from './recorded-exchange.ts';

/** What stands in a pact for a credential: which way in was taken, and a value that opens nothing. Never one that was sent. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headerRules: Readonly<Record<string, Rule>>;
  readonly queryRules: Readonly<Record<string, Rule>>;
  /** Undefined where the request had none; of OAuth2 those that the operation asks for. */
  readonly scopes: readonly string[] | undefined;
}

type Scheme = NonNullable<ReturnType<Operation['model']>['security']>[number][number];

const STAND_IN = 'recorded-credential';

/** The first alternative of the operation that the request shows all of. */
export function credentialsOf(operation: Operation, { request }: RecordedExchange): Credentials {
  const way = (operation.model().security ?? []).find(
    (schemes) => schemes.length > 0 && schemes.every((scheme) => isShown(scheme, request)),
  );
  const headers: Record<string, string> = {};
  const query: Record<string, string> = {};
  const cookies: string[] = [];
  for (const scheme of way ?? []) {
    if (scheme.type === 'apiKey' && scheme.in === 'query') query[scheme.name] = STAND_IN;
    else if (scheme.type === 'apiKey' && scheme.in === 'cookie') cookies.push(`${scheme.name}=${STAND_IN}`);
    else if (scheme.type === 'apiKey') headers[scheme.name] = STAND_IN;
    else headers.Authorization = authorizationOf(scheme);
  }
  if (cookies.length > 0) headers.Cookie = cookies.join('; ');
  const scopes = (way ?? []).flatMap((scheme) =>
    scheme.type === 'oauth2' ? Object.values(scheme.flows).flatMap((flow) => Object.keys(flow.scopes)) : [],
  );
  return {
    headers,
    query,
    headerRules: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, ruleOf(value)])),
    queryRules: Object.fromEntries(Object.keys(query).map((name) => [name, and({ match: 'type' })])),
    scopes: way && [...new Set(scopes)].toSorted(),
  };
}

function isShown(scheme: Scheme, { headers, target }: RecordedExchange['request']): boolean {
  if (scheme.type === 'mutualTLS') return false;
  if (scheme.type !== 'apiKey') return fieldOf(headers, 'authorization') !== undefined;
  if (scheme.in === 'header') return fieldOf(headers, scheme.name) !== undefined;
  // Cookies are taken out as a whole.
  if (scheme.in === 'cookie') return fieldOf(headers, 'cookie') !== undefined;
  return new URLSearchParams(target.split('?')[1] ?? '').has(scheme.name);
}

function authorizationOf(scheme: Scheme): string {
  const isBasic = scheme.type === 'http' && scheme.scheme === 'basic';
  return isBasic ? `Basic ${Buffer.from('recorded:credential').toString('base64')}` : `Bearer ${STAND_IN}`;
}

/** Any credential of the same kind will do. */
function ruleOf(value: string): Rule {
  const [, kind] = /^(Bearer|Basic) /.exec(value) ?? [];
  return kind === undefined ? and({ match: 'type' }) : byRegex(`^${kind} \\S+$`);
}
