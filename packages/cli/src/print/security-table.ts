import { printDuration, type SecurityReport } from '@stuntdouble/engine';
import { columns } from './columns.ts';

type Operation = SecurityReport['operations'][number];
type Scheme = Operation['alternatives'][number][number];

/** The report of `stunt report security` for a person: a row per operation, then what is unprotected. */
export function securityTable({ operations, unprotected, broken }: SecurityReport): string {
  const rows = operations.map((operation) => [
    `${operation.method} ${operation.path}`,
    asked(operation),
    limited(operation),
  ]);
  const schemes = new Map(
    operations.flatMap(({ alternatives }) => alternatives.flat().map((each) => [each.name, each])),
  );
  const open = operations.filter(({ id }) => unprotected.includes(id));
  return [
    columns([['operation', 'asks for', 'rate limits'], ...rows]),
    '',
    ...[...schemes.values()].map(schemeLine),
    `protected: ${operations.length - open.length} of ${operations.length} operations`,
    ...open.map(({ method, path, alternatives }) => `  unprotected: ${method} ${path}${whyOpen(alternatives)}`),
    ...broken.map((id) => `  not readable: ${id}; stunt check says why`),
  ].join('\n');
}

const asked = ({ alternatives }: Operation): string =>
  alternatives.map((schemes) => schemes.map(withScopes).join(' and ') || 'nothing').join(', or ') || 'nothing';

const limited = ({ limits }: Operation): string =>
  limits.map(({ limit, window, per }) => `${limit} in ${printDuration(window)} per ${per}`).join('; ') || 'none';

const withScopes = ({ name, scopes }: Scheme): string => (scopes.length === 0 ? name : `${name} (${scopes.join(' ')})`);

const schemeLine = ({ name, kind, isEnforced }: Scheme): string =>
  `${name}: ${kind}${isEnforced ? '' : '; --auth enforce does not find out whether it is right'}`;

const whyOpen = (alternatives: Operation['alternatives']): string =>
  alternatives.length === 0 ? '' : ' (credentials are optional)';
