import type { Refusal } from '../problem.ts';

/** Words what went wrong between the proxy and its upstream. The causes are Node's and undici's error codes. */

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refused the connection',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of its host cannot be looked up now',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
  EADDRNOTAVAIL: 'its address cannot be connected to',
  ETIMEDOUT: 'its host does not react',
};

const BROKEN: Readonly<Record<string, string>> = {
  ECONNRESET: 'reset the connection',
  EPIPE: 'closed the connection while it was asked',
  UND_ERR_SOCKET: 'closed the connection without an answer',
  UND_ERR_HEADERS_OVERFLOW: 'answered with a header block that is too large',
};

const UNTRUSTED = /^(?!ERR_SSL).*(CERT|SELF_SIGNED|UNABLE_TO_)/;
const UNSECURED = /ERR_TLS|ERR_SSL|EPROTO/;
/** What is read of an answer in plain HTTP where one in TLS was meant to come. */
const NO_TLS = /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/;

/** `timeout` in milliseconds. */
export function refusalOfFailure(error: unknown, url: string, timeout: number): Refusal {
  const { code, name, message } = causeOf(error);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    const what = code === 'UND_ERR_CONNECT_TIMEOUT' ? 'accepted no connection' : 'sent no answer';
    return { code: 'UPSTREAM_TIMEOUT', detail: `${url} ${what} within ${timeout} ms.` };
  }
  const unreachable = UNREACHABLE[code];
  if (unreachable !== undefined)
    return { code: 'UPSTREAM_UNREACHABLE', detail: `${url} cannot be reached: ${unreachable} (${code}).` };
  if (UNTRUSTED.test(code))
    return { code: 'UPSTREAM_UNTRUSTED', detail: `TLS with ${url} failed: ${message} (${code}).` };
  if (NO_TLS.test(code))
    return { code: 'UPSTREAM_BROKEN', detail: `${url} does not speak TLS; is it http: that it speaks (${code})?` };
  if (UNSECURED.test(code)) return { code: 'UPSTREAM_BROKEN', detail: `TLS with ${url} failed (${code}).` };
  const broken = BROKEN[code] ?? (name === 'HTTPParserError' ? 'answered with what is no HTTP' : undefined);
  return { code: 'UPSTREAM_BROKEN', detail: `${url} ${broken ?? 'failed'} (${code || message}).` };
}

/** Whether the connection ended before anything of an answer came. */
export function isBrokenOff(error: unknown): boolean {
  const { code } = causeOf(error);
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

function causeOf(error: unknown): { code: string; name: string; message: string } {
  if (typeof error !== 'object' || error === null) return { code: '', name: '', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const name = 'name' in error ? String(error.name) : '';
  return { code, name, message: 'message' in error ? String(error.message) : '' };
}
