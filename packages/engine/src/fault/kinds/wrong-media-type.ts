import { withBody } from '../answer-parts.ts';
import type { FaultKind } from '../fault-kind.ts';
import { shownType } from '../shown-type.ts';
import { isJsonType, isXmlType, successfulBody } from '../successful-body.ts';

/** An error page that says it is a success: what a proxy, a captive portal or a login page makes of an API. */
export interface WrongMediaTypeOptions {
  readonly mediaType: string;
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+(\s*;\s*[\w.-]+=("[^"\r\n]*"|[\w.-]+))*$/;

export const wrongMediaType: FaultKind<WrongMediaTypeOptions> = {
  kind: 'wrong-media-type',
  summary: 'an error page with 200',
  options: { mediaType: { type: 'text', default: 'text/html', description: 'What the page is' } },
  layerOf: () => 'response',
  contradiction({ mediaType }) {
    if (MEDIA_TYPE.test(mediaType)) return undefined;
    return `mediaType was "${mediaType}"; allowed: a media type such as text/html.`;
  },
  plan({ mediaType }, context) {
    const found = successfulBody(context.answer);
    if (found.kind === 'none') return found.plan;
    if (found.mediaType.toLowerCase() === mediaType.toLowerCase())
      return { do: 'nothing', why: `the answer is ${shownType(mediaType)} by itself` };
    return { do: 'replace', answer: withBody(found.answer, pageOf(mediaType), ['Content-Type', mediaType]) };
  },
};

const TITLE = 'Service unavailable';
const TEXT = 'The page you asked for cannot be shown at the moment.';

function pageOf(mediaType: string): Uint8Array {
  const html = `<!DOCTYPE html>\n<html>\n<head><title>${TITLE}</title></head>\n<body><h1>${TITLE}</h1><p>${TEXT}</p></body>\n</html>\n`;
  if (/html/i.test(mediaType)) return Buffer.from(html);
  if (isXmlType(mediaType)) return Buffer.from(`<?xml version="1.0"?>\n<error><title>${TITLE}</title></error>\n`);
  if (isJsonType(mediaType)) return Buffer.from(JSON.stringify({ error: TITLE }));
  return Buffer.from(`${TITLE}. ${TEXT}\n`);
}
