import { STATUS_CODES } from 'node:http';
import type { Answer } from '../exchange.ts';

/** The answer of a status that the document does not list: what a gateway would say, so that an outage can be forced anywhere. */
export function undescribed(status: number): Answer {
  if (status < 400)
    return {
      status,
      headers: [...(status === 204 || status === 304 ? [] : ['Content-Length', '0']), 'Stunt-Source', 'generated'],
      body: undefined,
      source: 'generated',
    };
  const problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Unknown status',
    status,
    detail: `Forced by a preference; the document does not describe ${status}.`,
  };
  const body = Buffer.from(JSON.stringify(problem));
  return {
    status,
    headers: [
      'Content-Type',
      'application/problem+json',
      'Content-Length',
      String(body.length),
      'Stunt-Source',
      'generated',
    ],
    body,
    source: 'generated',
  };
}
