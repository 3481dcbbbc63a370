import { PactError } from '../errors.ts';
import { isObject } from '../pact/json.ts';
import type { Json, JsonObject } from '../pact/pact.ts';

/** What a broker's refusal, or its silence, is called. Never holds what was sent. */
interface Failed {
  readonly method: string;
  readonly path: string;
  readonly shown: string;
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
}

export function brokerFailure({ method, path, shown, status, text, location }: Failed): PactError {
  const said = saidIn(text);
  const why = said.length > 0 ? `: ${said.join('; ')}` : '';
  const at = `the broker at ${shown}`;
  if (status < 400) {
    const target = URL.parse(location ?? '', shown);
    return new PactError(
      'BROKER_UNSUITED',
      `${at} redirects ${method} ${path}${target ? ` to ${target.origin}${target.pathname}` : ''}: name that address`,
    );
  }
  if (status === 401) return new PactError('BROKER_REFUSED', `${at} does not know who asks (401)${why}`);
  if (status === 403) return new PactError('BROKER_REFUSED', `${at} does not allow ${method} ${path} (403)${why}`);
  if (status === 404) return new PactError('BROKER_UNKNOWN', `${at} has nothing at ${decoded(path)} (404)${why}`);
  const code = status < 500 ? 'BROKER_INVALID_REQUEST' : 'BROKER_FAILED';
  return new PactError(code, `${at} answered ${method} ${decoded(path)} with ${status}${why}`);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Brokers say what is wrong in notices, in errors by field, in a list of errors, or as problem+json. */
function saidIn(text: string): string[] {
  let parsed: Json;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  if (!isObject(parsed)) return [];
  const notices = noticesIn(parsed).map((notice) => notice.text);
  if (notices.length > 0) return notices;
  const { errors, error, detail, title, message } = parsed;
  const texts =
    errors === undefined
      ? textsIn(isObject(error) ? (error.message ?? null) : (error ?? detail ?? title ?? message ?? null))
      : textsIn(errors);
  return texts.map((one) => one.slice(0, 500));
}

/** Every text below, with the name of its field before it. */
function textsIn(value: Json, name = ''): string[] {
  if (typeof value === 'string') return [name === '' ? value : `${name}: ${value}`];
  if (Array.isArray(value)) return value.flatMap((one: Json) => textsIn(one, name));
  return isObject(value) ? Object.entries(value).flatMap(([member, one]) => textsIn(one, member)) : [];
}

/** What a broker has to say to the person who asked. */
export interface Notice {
  /** `success`, `info`, `warning`, `error`, `prompt`, `debug`. */
  readonly type: string;
  readonly text: string;
}

export function noticesIn(document: JsonObject): Notice[] {
  const notices = Array.isArray(document.notices) ? document.notices.filter(isObject) : [];
  return notices.flatMap(({ type, text }) =>
    typeof text === 'string' && type !== 'debug' ? [{ type: typeof type === 'string' ? type : 'info', text }] : [],
  );
}

export function unreachable(error: unknown, shown: string, timeoutMs: number): PactError {
  const code = codeOf(error);
  if (/Timeout|TIMEOUT|TIMEDOUT/.test(code))
    return new PactError('BROKER_TIMEOUT', `the broker at ${shown} did not answer within ${timeoutMs} ms`);
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code))
    return new PactError('BROKER_UNTRUSTED', `the certificate of the broker at ${shown} is not trusted: ${code}`);
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'there is no such host',
    EAI_AGAIN: 'the name of the host cannot be looked up',
    ECONNRESET: 'it closed the connection',
    UND_ERR_SOCKET: 'it closed the connection',
    ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there; http:// may be meant',
  };
  return new PactError('BROKER_UNREACHABLE', `the broker at ${shown} cannot be reached: ${words[code] ?? code}`);
}

/** Asks for no class: errors cross realms in tests, and a deadline is no Error but has a name. Several addresses fail together. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return 'name' in error ? String(error.name) : 'unknown';
}
