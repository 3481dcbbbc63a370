import { createHmac } from 'node:crypto';
import { isSameSecret } from '../chance/same-secret.ts';
import type { Operation } from '../operation.ts';
import type { SandboxRecord } from '../sandbox.ts';

/**
 * What a link carries in place of credentials: it opens one path of one sandbox until it is over, and nothing is kept of it. Made with
 * a secret of the sandbox, so that new keys end it.
 */
export function linkGrant(sandbox: SandboxRecord, place: string, expiresAt: number): string {
  const until = expiresAt.toString(36);
  return `${START}${until}_${macOf(sandbox, place, until)}`;
}

export function isLinkGrant(sandbox: SandboxRecord, place: string, now: number, sent: string): boolean {
  const [, until = '', mac = ''] = FORM.exec(sent) ?? [];
  return until !== '' && isSameSecret(mac, macOf(sandbox, place, until)) && now < Number.parseInt(until, 36);
}

/** Which path of which operation, its parameters decoded: one spelling of it is as good as another. */
export const placeOf = ({ id, template }: Operation, path: Readonly<Record<string, unknown>>): string =>
  JSON.stringify([
    id,
    template,
    ...Object.keys(path)
      .sort()
      .flatMap((name) => [name, String(path[name])]),
  ]);

const START = 'lg_';
const FORM = /^lg_([0-9a-z]{1,12})_([\w-]{43})$/;

const macOf = ({ name, credentials }: SandboxRecord, place: string, until: string): string =>
  createHmac('sha256', credentials.clientSecret).update(`link ${name} ${until} ${place}`).digest('base64url');
