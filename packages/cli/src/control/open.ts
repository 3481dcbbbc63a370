import { request as httpRequest, type IncomingMessage } from 'node:http';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';
import type { Invocation } from '../outcome.ts';
import type { ControlAddress } from './find-control.ts';

export interface Opening {
  readonly url: URL;
  readonly method: string;
  readonly body: unknown;
  readonly token: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends one control request and gives back the answer once its header fields are there, whatever its status. Has no time-out:
 * a run that is waited for may take an hour.
 */
export async function open(
  opening: Opening,
  address: ControlAddress,
  { invokedAs }: Pick<Invocation, 'invokedAs'>,
): Promise<IncomingMessage> {
  try {
    return await send(opening);
  } catch (error) {
    throw opening.signal?.aborted ? error : unreachable(error, address, invokedAs);
  }
}

async function send({ url, method, body, token, signal }: Opening): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? (await import('node:https')).request : httpRequest;
  const content = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    accept: 'application/json',
    ...(content !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false, ...(signal && { signal }) }, resolve);
    sent.on('error', reject);
    sent.end(content);
  });
}

function unreachable(error: unknown, { base, saidBy, pid }: ControlAddress, invokedAs: string): CliError {
  const why = { ECONNREFUSED: 'nothing listens there', ENOTFOUND: 'there is no such host' }[errorCode(error) ?? ''];
  const message = `no double answers at ${base} (from ${saidBy}): ${why ?? String(error)}`;
  const isGone = pid !== undefined && !isAlive(pid);
  const stale = isGone ? `; the double that wrote the file, process ${pid}, is gone` : '';
  const hint = `Start one: ${invokedAs} serve DOCUMENT; it prints its control address.`;
  return new CliError('CONTROL_UNREACHABLE', message + stale, hint);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
