import type { Grant } from '@stuntdouble/pact';
import { withAdministration } from '../contract/with-administration.ts';
import { CliError } from '../errors.ts';
import type { TokenArguments } from '../options/contract-admin-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { columns } from '../print/columns.ts';

/** `stunt contract token`: who may use a registry. */
export function contractToken(args: TokenArguments, invocation: Invocation): Promise<Outcome> {
  switch (args.action) {
    case 'create':
      return create(args, invocation);
    case 'list':
      return list(args, invocation);
    case 'revoke':
      return revoke(args, invocation);
  }
}

/** A registry without a token of its own answers everybody on its machine until there is one. */
const ALONE =
  'It is the first one: from now on nobody is answered without, and it makes no others. Start contract serve with --token, or make one with --admin and --db FILE while it is stopped.';

/** The only time that a token is shown. */
async function create(args: TokenArguments, invocation: Invocation): Promise<Outcome> {
  const { name } = args;
  if (name === undefined || name.trim() === '')
    throw new CliError('USAGE', 'the token has no name', 'Give --name NAME: whose it is, for the list.');
  const grant = grantFor(args);
  const { id, token, isFirst } = await withAdministration(args, invocation, async (registry) => {
    const before = await registry.tokens();
    return {
      ...(await registry.makeToken(name, grant)),
      isFirst: before.every(({ revokedAt }) => revokedAt !== undefined),
    };
  });
  const { PACT_BROKER_TOKEN: shown, PACT_BROKER_PASSWORD: password } = invocation.variables;
  const isAlone = isFirst && grant.role !== 'admin' && !shown && !password;
  const may = grant.role === 'pacticipant' ? `writes what is of ${grant.pacticipant}, and reads` : grant.role;
  return {
    exitCode: 0,
    text: [
      `token ${id} (${name}): ${may}`,
      `  ${token}`,
      'It is not shown again. Commands take it as PACT_BROKER_TOKEN, those of Pact as --broker-token, too.',
      ...(isAlone ? [ALONE] : []),
    ],
    ...(args.format === 'json' && { json: { id, name, ...grant, token } }),
  };
}

function grantFor({ pacticipant, admin, 'read-only': readOnly }: TokenArguments): Grant {
  const given = [pacticipant !== undefined && pacticipant !== '', readOnly === true, admin === true].filter(Boolean);
  if (given.length !== 1)
    throw new CliError(
      'USAGE',
      given.length === 0 ? 'it is not said what the token is for' : 'a token is for one thing',
      'Give one of --pacticipant NAME, --read-only, --admin.',
    );
  if (admin) return { role: 'admin' };
  return pacticipant === undefined ? { role: 'read-only' } : { role: 'pacticipant', pacticipant };
}

/** Whose there are, never the tokens. */
async function list(args: TokenArguments, invocation: Invocation): Promise<Outcome> {
  const tokens = await withAdministration(args, invocation, (registry) => registry.tokens());
  const rows = tokens.map(({ id, name, role, pacticipant = '', createdAt, revokedAt }) => [
    id,
    name,
    pacticipant === '' ? role : pacticipant,
    createdAt.slice(0, 10),
    revokedAt === undefined ? '' : `revoked ${revokedAt.slice(0, 10)}`,
  ]);
  return {
    exitCode: 0,
    text: rows.length === 0 ? 'no tokens' : columns([['ID', 'NAME', 'FOR', 'MADE', ''], ...rows]),
    ...(args.format === 'json' && { json: { tokens } }),
  };
}

async function revoke(args: TokenArguments, invocation: Invocation): Promise<Outcome> {
  const { id } = args;
  if (id === undefined)
    throw new CliError(
      'USAGE',
      'it is not said which token to revoke',
      'Give its ID, as stunt contract token list shows it.',
    );
  const revoked = await withAdministration(args, invocation, (registry) => registry.revokeToken(id));
  return {
    exitCode: revoked ? 0 : 1,
    text: revoked ? `token ${id} is revoked` : `there is no token ${id} in force: see stunt contract token list`,
    ...(args.format === 'json' && { json: { id, revoked } }),
  };
}
