/**
 * The sandbox's control API, as this page calls it: from this machine without a key, from elsewhere with the control key, which is
 * kept for as long as the tab is open and nowhere else.
 */
export const settings = JSON.parse(document.getElementById('settings').textContent);

const KEPT = `stunt-control-key ${settings.control}`;
const unlocked = new Set();

/** Calls back now, and again each time a key was given. */
export function whenAllowed(start) {
  unlocked.add(start);
  start();
}

export function unlock(key) {
  sessionStorage.setItem(KEPT, key);
  for (const start of unlocked) start();
}

/** A refusal for want of a key. */
export class Locked extends Error {}

/** Throws `Locked`, or an Error with the reason in words. */
export async function call(path, { method = 'GET', body, signal } = {}) {
  const key = sessionStorage.getItem(KEPT);
  const headers = {
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const response = await fetch(settings.control + path, {
    method,
    headers,
    body: body && JSON.stringify(body),
    signal,
  });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  const words = problem.detail ?? `The double answered ${response.status}.`;
  if (response.status === 401 || response.status === 403) throw new Locked(words);
  throw new Error(words);
}
