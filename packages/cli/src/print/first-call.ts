import type { ApiDocument, ReachableSandbox } from '@stuntdouble/engine';
import { curlLines } from './curl-lines.ts';
import { quoted } from './quoted.ts';
import { credentialsToShow, type ShownCredentials, TOKEN_VARIABLE } from './shown-credentials.ts';

/** A GET of the documents that works when it is pasted, with the sandbox's own key in it; undefined where none can be told. */
export function firstCall(documents: readonly ApiDocument[], sandbox: ReachableSandbox): string | undefined {
  const { baseUrl, authority } = sandbox;
  const withBasePath = documents.length > 1;
  const options = {
    url: reachable(baseUrl),
    withBasePath,
    authority,
    credentials: ownCredentials(sandbox),
  };
  for (const document of documents) {
    const found = curlLines(document, options).find(({ command }) => !/ -X /.test(command));
    // A function: a replacement text has a syntax of its own.
    if (found) return found.command.replace(TOKEN_VARIABLE, () => tokenOf(sandbox));
  }
  return undefined;
}

/** Its own also where any will do: they still will when they have to be right. */
function ownCredentials({ auth, credentials }: ReachableSandbox): ShownCredentials | undefined {
  const shown = auth === 'off' ? undefined : credentialsToShow('enforce', credentials);
  return shown && auth === 'presence' ? { ...shown, token: shown.apiKey } : shown;
}

/** Every address is none to ask. */
const reachable = (url: string): string => url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');

/** A token lives for minutes: the line asks for one each time it is pasted. */
function tokenOf({ baseUrl, authority, credentials }: ReachableSandbox): string {
  const trust = authority === undefined ? '' : ` --cacert ${quoted(authority)}`;
  const client = `${credentials.clientId}:${credentials.clientSecret}`;
  const ask = `curl -s -u ${client} -d grant_type=client_credentials ${reachable(baseUrl)}/_auth/token${trust}`;
  return String.raw`$(${ask} | sed 's/.*"access_token":"\([^"]*\)".*/\1/')`;
}
