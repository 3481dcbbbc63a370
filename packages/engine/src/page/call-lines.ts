import type { AuthMode } from '../sandbox.ts';
import type { FirstCall } from './first-call.ts';
import { type Html, html } from './html.ts';
import type { SandboxAddress } from './served-description.ts';

/** A call as a terminal takes it. Secrets are places, which scripts fill when somebody asks for them; none is in the text. */
export function callLines({ origin, prefix, auth }: SandboxAddress & { auth: AuthMode }, call: FirstCall): Html {
  const base = origin + prefix;
  const url = base + call.path;
  const { credential } = call;
  switch (credential.kind) {
    case 'none':
      return html`curl ${quoted(url)}`;
    case 'header':
      return html`curl ${quoted(url)} \\
  -H '${inQuotes(`${credential.name}: ${credential.before}`)}${place('apiKey')}'`;
    case 'query':
      return html`curl '${inQuotes(`${url}?${encodeURIComponent(credential.name)}=`)}${place('apiKey')}'`;
    case 'basic':
      return html`curl -u '${place('clientId')}:${place('clientSecret')}' ${quoted(url)}`;
    case 'token':
      // Where no token is checked, the key does as well as one.
      return auth === 'enforce'
        ? html`TOKEN=$(curl -s -u '${place('clientId')}:${place('clientSecret')}' \\
  -d grant_type=client_credentials ${quoted(`${base}/_auth/token`)} \\
  | sed 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/')
curl ${quoted(url)} -H "Authorization: Bearer $TOKEN"`
        : html`curl ${quoted(url)} -H 'Authorization: Bearer ${place('apiKey')}'`;
  }
}

const PLACEHOLDERS = {
  apiKey: 'YOUR_API_KEY',
  clientId: 'YOUR_CLIENT_ID',
  clientSecret: 'YOUR_CLIENT_SECRET',
} as const;

const place = (name: keyof typeof PLACEHOLDERS): Html => html`<span data-secret="${name}">${PLACEHOLDERS[name]}</span>`;

/** One word of a shell, whatever is in it. */
const quoted = (text: string): string => (/^[\w/.:~-]+$/.test(text) ? text : `'${inQuotes(text)}'`);

const inQuotes = (text: string): string => text.replaceAll("'", `'\\''`);
