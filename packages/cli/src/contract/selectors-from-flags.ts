import type { Json, JsonObject } from '@stuntdouble/pact';
import { CliError } from '../errors.ts';
import type { VerifyArguments } from '../options/contract-verify-flags.ts';

type SelectorFlags = Pick<
  VerifyArguments,
  | 'consumer-version-selector'
  | 'main-branch'
  | 'matching-branch'
  | 'branch-of-consumers'
  | 'deployed-or-released'
  | 'environment'
>;

/**
 * Which versions of the consumers are asked for. With nothing given, what a provider must not break: main branches, what is
 * deployed or released, and the branch of its own name where it is on one.
 */
export function selectorsFromFlags(args: SelectorFlags, branch: string | undefined): JsonObject[] {
  const given = [
    ...(args['consumer-version-selector'] ?? []).flatMap(parse),
    ...(args['main-branch'] ? [{ mainBranch: true }] : []),
    ...(args['matching-branch'] ? [{ matchingBranch: true }] : []),
    ...(args['branch-of-consumers'] ?? []).map((name) => ({ branch: name })),
    ...(args['deployed-or-released'] ? [{ deployedOrReleased: true }] : []),
    ...(args.environment ?? []).map((name) => ({ environment: name })),
  ];
  if (args['matching-branch'] && branch === undefined)
    throw new CliError(
      'USAGE',
      '--matching-branch needs the branch of the provider, and none is known',
      'Name it: --branch',
    );
  if (given.length > 0) return given;
  return [
    { mainBranch: true },
    { deployedOrReleased: true },
    ...(branch === undefined ? [] : [{ matchingBranch: true }]),
  ];
}

function parse(text: string): JsonObject[] {
  let parsed: Json;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new CliError('USAGE', `--consumer-version-selector ${text} is no JSON`, `Such as '{"branch": "main"}'`);
  }
  const list: readonly Json[] = Array.isArray(parsed) ? parsed : [parsed];
  return list.map((one) => {
    if (isObject(one)) return one;
    throw new CliError('USAGE', `--consumer-version-selector ${text} is no object`, `Such as '{"branch": "main"}'`);
  });
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
