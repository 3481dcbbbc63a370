import { CliError } from '../errors.ts';

/** A flag that takes an address. What is wrong with it is said without the credentials that it may hold. */
export function urlFlag(flag: string, given: string): URL {
  const url = URL.parse(given);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '') return url;
  const shown = given.replace(/[^/@]*@/, '***@');
  throw new CliError('USAGE', `--${flag} is "${shown}", an address such as http://127.0.0.1:8080 is expected`);
}

/** Credentials in an address are what a header field says of them; the address without them. */
export function withoutCredentials(url: URL): {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
} {
  if (url.username === '' && url.password === '') return { url, headers: {} };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return { url: bare, headers: { Authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` } };
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
