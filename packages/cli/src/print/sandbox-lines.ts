import type { Invitation, SandboxCredentials, SandboxListing, SandboxShown } from '../control/sandbox-answers.ts';
import { columns } from './columns.ts';
import { inUnits } from './in-units.ts';
import { quoted } from './quoted.ts';

/** What is printed about sandboxes. Shows credentials only where somebody asked for one sandbox. */

/** Base URL, credentials, and what to paste first. */
export function sandboxLines(sandbox: SandboxShown, invokedAs: string, now: number): string[] {
  const { name, baseUrl, apiKey, clientId, clientSecret, tokenUrl, controlKey, firstCall } = sandbox;
  const rows = [
    ['base URL', baseUrl],
    ['API key', apiKey],
    ['client id', clientId],
    ['client secret', clientSecret],
    ['token URL', tokenUrl],
    ['control key', controlKey],
    ['expires', expiry(sandbox.expiresAt, now)],
  ];
  return [
    `sandbox ${name}`,
    ...columns(rows)
      .split('\n')
      .map((line) => `  ${line}`),
    '',
    ...(firstCall === null ? [] : ['Try:', `  ${firstCall}`, '']),
    'Its partner controls it without an operator:',
    `  STUNT_CONTROL_URL=${quoted(baseUrl)} STUNT_TOKEN=${quoted(controlKey)} ${invokedAs} fault add status --code 503 --ttl 30s`,
  ];
}

/** For `eval`: the words of the base URL and the credentials as variables. */
export function environmentLines(sandbox: SandboxCredentials): string[] {
  const { baseUrl, apiKey, clientId, clientSecret, tokenUrl, controlKey } = sandbox;
  const variables = {
    STUNT_URL: baseUrl,
    API_KEY: apiKey,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    TOKEN_URL: tokenUrl,
    CONTROL_KEY: controlKey,
  };
  return Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
}

export function sandboxTable({ sandboxes }: SandboxListing, now: number): string {
  const rows = sandboxes.map(({ name, baseUrl, auth, expiresAt }) => [name, baseUrl, auth, expiry(expiresAt, now)]);
  return columns([['name', 'base URL', 'auth', 'expires'], ...rows]);
}

/** What to send to a partner. */
export function invitationLines({ url, expiresAt }: Invitation, name: string | undefined, now: number): string[] {
  const link = name === undefined ? `${url}?name=NAME` : url;
  const choice = name === undefined ? 'a name of its choice' : name;
  return [
    `invitation, good for one sandbox (${choice}), expires ${expiry(expiresAt, now)}:`,
    `  ${url}`,
    '',
    'The partner types:',
    `  curl -X POST ${quoted(link)}`,
    'or, for variables in its shell:',
    `  curl -fsS -X POST ${quoted(`${link}${name === undefined ? '&' : '?'}format=env`)} -o sandbox.env && . ./sandbox.env`,
  ];
}

const expiry = (expiresAt: string | null, now: number): string =>
  expiresAt === null ? 'never' : `in ${inUnits(Date.parse(expiresAt) - now)}`;
