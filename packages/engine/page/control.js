/**
 * The sandbox's control API, as this page calls it: from this machine without a key, from elsewhere with the control key, which is
 * kept for as long as the tab is open and nowhere else.
 */
export const settings = JSON.parse(document.getElementById('settings').textContent);

const KEPT = `stunt-control-key ${settings.control}`;
const ASKS = 'Whoever made the sandbox has it. It is kept for as long as this tab is open.';
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

/** Throws `Locked` where a key is asked for, or an Error with the reason in words. */
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
  if (response.status === 401 || response.status === 403) {
    // A key that is not good must not stand in the way of the next one.
    if (sessionStorage.getItem(KEPT) === key) sessionStorage.removeItem(KEPT);
    throw new Locked(key === null ? ASKS : 'This key is not good here.');
  }
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail ?? `The double answered ${response.status}.`);
}
