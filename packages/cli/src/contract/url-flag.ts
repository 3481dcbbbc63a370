import { CliError } from '../errors.ts';

/** A flag that takes an address. What is wrong with it is said without the credentials that it may hold. */
export function urlFlag(flag: string, given: string): URL {
  const url = URL.parse(given);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '') return url;
  const shown = given.replace(/[^/@]*@/, '***@');
  throw new CliError('USAGE', `--${flag} is "${shown}", an address such as http://127.0.0.1:8080 is expected`);
}

/** `Name: value`, several times. */
export function headerFlags(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((header) => {
      const [, name, value = ''] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/.exec(header) ?? [];
      // The value may be a secret.
      if (name === undefined)
        throw new CliError('USAGE', "--header takes 'Name: value'; one that was given has no name");
      return [name, value];
    }),
  );
}
