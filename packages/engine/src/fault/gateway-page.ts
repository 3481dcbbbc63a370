import { STATUS_CODES } from 'node:http';
import type { Random } from '../chance/random.ts';
import type { Answer } from '../exchange.ts';
import { faultAnswer } from './answer-parts.ts';

/**
 * What a gateway in front of an API says when the API does not answer: its own page, of its own media type, with its own header
 * fields. Clients that expect JSON of every answer meet these first.
 */
export type Gateway = keyof typeof gateways;

export const gatewayNames = (): string[] => Object.keys(gateways);

export const gatewayAnswer = (gateway: Gateway, status: number, random: Random): Answer =>
  gateways[gateway](status, random);

const gateways = {
  nginx: (status: number): Answer =>
    page(status, ['Server', 'nginx'], shortPage(status, '<hr><center>nginx</center>\r\n')),
  alb: (status: number): Answer => page(status, ['Server', 'awselb/2.0'], shortPage(status, '')),
  cloudflare,
  envoy(status: number): Answer {
    const text = ENVOY_TEXTS[status] ?? '';
    const type = text === '' ? [] : ['Content-Type', 'text/plain'];
    return faultAnswer(status, [...type, 'Server', 'envoy'], Buffer.from(text));
  },
};

/** Where these programs do not say what the status is called elsewhere. */
const PHRASES: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

const ENVOY_TEXTS: Readonly<Record<number, string>> = {
  429: 'local_rate_limited',
  502: 'upstream connect error or disconnect/reset before headers. reset reason: protocol error',
  503: 'no healthy upstream',
  504: 'upstream request timeout',
};

const CLOUDFLARE_PHRASES: Readonly<Record<number, string>> = {
  502: 'Bad gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway time-out',
  520: 'Web server is returning an unknown error',
  521: 'Web server is down',
  522: 'Connection timed out',
  523: 'Origin is unreachable',
  524: 'A timeout occurred',
  525: 'SSL handshake failed',
  526: 'Invalid SSL certificate',
};

function shortPage(status: number, foot: string): string {
  const title = `${status} ${PHRASES[status] ?? STATUS_CODES[status] ?? 'Error'}`;
  const head = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n`;
  return `${head}<center><h1>${title}</h1></center>\r\n${foot}</body>\r\n</html>\r\n`;
}

function cloudflare(status: number, random: Random): Answer {
  const ray = Array.from({ length: 16 }, () => Math.floor(random.next() * 16).toString(16)).join('');
  const phrase = CLOUDFLARE_PHRASES[status] ?? STATUS_CODES[status] ?? 'Error';
  const html = `<!DOCTYPE html>
<html lang="en-US">
<head><meta charset="UTF-8"><title>${status}: ${phrase}</title><meta name="robots" content="noindex, nofollow"></head>
<body>
<div id="cf-wrapper"><div id="cf-error-details">
<h1><span>${phrase}</span> <span>Error code ${status}</span></h1>
<div><span>Browser: Working</span> <span>Cloudflare: Working</span> <span>Host: Error</span></div>
<div class="cf-error-footer"><span>Cloudflare Ray ID: <strong>${ray}</strong></span></div>
</div></div>
</body>
</html>
`;
  const fields = ['Cache-Control', 'private, max-age=0, no-store, no-cache, must-revalidate', 'CF-RAY', `${ray}-FRA`];
  return page(status, ['Server', 'cloudflare', ...fields], html, 'text/html; charset=UTF-8');
}

const page = (status: number, headers: readonly string[], html: string, mediaType = 'text/html'): Answer =>
  faultAnswer(status, ['Content-Type', mediaType, ...headers], Buffer.from(html));
