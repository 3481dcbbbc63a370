import type { HttpRequest } from '../exchange.ts';

/**
 * Reads the fault that a request asks for itself: `X-Stunt-Fault: status;code=503` or `Prefer: fault=reset`. Several are
 * separated by commas. Never decides whether it may.
 */
export interface RequestFault {
  readonly kind: string;
  /** As texts; their kind reads them. */
  readonly options: Readonly<Record<string, string>>;
}

const PREFERENCE = /(?:^|[,;\s])fault\s*=\s*(?:"([^"]*)"|([^\s,;"]+))/i;
/** A comma within an option (`median=200ms,sigma=0.4`, `codes=500,503`) separates no faults: the name of a kind comes after one that does. */
const SEPARATOR = /,\s*(?=[a-z][a-z0-9-]*\s*(?:;|,|$))/i;

/** The text that asks for a fault; undefined for nearly every request, so it has to be quick. */
export function requestFaultText({ headers }: HttpRequest): string | undefined {
  const own = headers['x-stunt-fault'];
  if (own !== undefined) return String(own);
  if (headers.prefer === undefined) return undefined;
  const [, quoted, bare] = PREFERENCE.exec(String(headers.prefer)) ?? [];
  return quoted ?? bare;
}

export const requestFaults = (text: string): RequestFault[] =>
  text.split(SEPARATOR).map((one) => {
    const [kind = '', ...options] = one.split(';').map((part) => part.trim());
    return { kind, options: Object.fromEntries(options.filter((option) => option !== '').map(pairOf)) };
  });

function pairOf(option: string): [string, string] {
  const at = option.indexOf('=');
  return at === -1 ? [option, ''] : [option.slice(0, at).trim(), option.slice(at + 1).trim()];
}
