/** What may be shown of a webhook's request: never a value that lets somebody in. */

export const HIDDEN = '**********';

/** Whose values say nothing of who may call. All others are hidden: which of them hold secrets is not ours to guess. */
const PLAIN = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

export const shownHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, PLAIN.has(name.toLowerCase()) ? value : HIDDEN]),
  );

const SECRET_NAME = /token|secret|key|password|passwd|auth|sig|credential/i;

/** Without the values of parameters that are named as secrets are; templates are shown as they are. */
export const shownUrl = (url: string): string =>
  url.replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, mark: string, name: string, value: string) =>
    SECRET_NAME.test(name) && !/^\$\{[^}]*\}$/.test(value) ? `${mark}${name}=${HIDDEN}` : whole,
  );
