import type { ApiDocument, ReachableSandbox } from '@stuntdouble/engine';
import { curlLines } from './curl-lines.ts';
import { quoted } from './quoted.ts';
import { ownCredentials } from './shown-credentials.ts';

/** A GET of the documents that works when it is pasted, with the sandbox's own key in it; undefined where none can be told. */
export function firstCall(documents: readonly ApiDocument[], sandbox: ReachableSandbox): string | undefined {
  const { baseUrl, auth, authority } = sandbox;
  const token = auth === 'enforce' ? tokenOf(sandbox) : sandbox.credentials.apiKey;
  const credentials = auth === 'off' ? undefined : ownCredentials(sandbox.credentials, token);
  const options = { url: baseUrl, credentials, withBasePath: documents.length > 1, authority };
  for (const document of documents) {
    const found = curlLines(document, options).find(({ command }) => !/ -X /.test(command));
    if (found) return found.command;
  }
  return undefined;
}

/** A token lives for an hour: the line asks for one each time it is pasted. */
function tokenOf({ baseUrl, authority, credentials }: ReachableSandbox): string {
  const trust = authority === undefined ? '' : ` --cacert ${quoted(authority)}`;
  const client = `${credentials.clientId}:${credentials.clientSecret}`;
  const ask = `curl -s -u ${client} -d grant_type=client_credentials ${baseUrl}/_auth/token${trust}`;
  return String.raw`$(${ask} | sed 's/.*"access_token":"\([^"]*\)".*/\1/')`;
}
