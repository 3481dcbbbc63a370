import type { ApiDocument, ReachableSandbox } from '@stuntdouble/engine';
import { curlLines } from './curl-lines.ts';
import { quoted } from './quoted.ts';

/** A GET of the documents that works when it is pasted, with the sandbox's own key in it; undefined where none can be told. */
export function firstCall(documents: readonly ApiDocument[], sandbox: ReachableSandbox): string | undefined {
  const { baseUrl, auth, authority } = sandbox;
  const withBasePath = documents.length > 1;
  const options = { url: reachable(baseUrl), withCredentials: auth !== 'off', withBasePath, authority };
  for (const document of documents) {
    const found = curlLines(document, options).find(({ command }) => !/ -X /.test(command));
    if (found) return withCredentials(found.command, document, sandbox);
  }
  return undefined;
}

/** Every address is none to ask. */
const reachable = (url: string): string => url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');

/** In place of what stands there where nobody asks whether credentials are right. */
function withCredentials(command: string, { securitySchemes }: ApiDocument, sandbox: ReachableSandbox): string {
  const { apiKey, clientId, clientSecret } = sandbox.credentials;
  const asksForToken =
    sandbox.auth === 'enforce' && securitySchemes.some(({ kind }) => /^(oauth2|openIdConnect)/.test(kind));
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  // By functions: a replacement text has a syntax of its own.
  return command
    .replace(/\btest-key\b/, () => apiKey)
    .replace('dGVzdDp0ZXN0', () => basic)
    .replace(/'authorization: Bearer test-token'/, () =>
      asksForToken ? `"authorization: Bearer ${tokenOf(sandbox)}"` : quoted(`authorization: Bearer ${apiKey}`),
    );
}

/** A token lives for minutes: the line asks for one each time it is pasted. */
function tokenOf({ baseUrl, authority, credentials }: ReachableSandbox): string {
  const trust = authority === undefined ? '' : ` --cacert ${quoted(authority)}`;
  const client = `${credentials.clientId}:${credentials.clientSecret}`;
  const ask = `curl -s -u ${client} -d grant_type=client_credentials ${reachable(baseUrl)}/_auth/token${trust}`;
  return String.raw`$(${ask} | sed 's/.*"access_token":"\([^"]*\)".*/\1/')`;
}
