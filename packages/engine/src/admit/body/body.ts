import type { IHttpOperationRequestBody, IMediaTypeContent } from '@stoplight/types';
import type { HttpRequest } from '../../exchange.ts';
import type { CheckContext } from '../value-check.ts';
import { missingBody } from '../violations.ts';
import { compileContent } from './content.ts';
import { essenceOf, type MediaType, nearestMediaType, parseMediaType } from './media-type.ts';
import type { BodyOutcome, ContentReader } from './outcome.ts';

/** The body of a request: is it there, is its media type one of the declared, and does it follow the schema? */
export interface BodyAdmission {
  admit(request: HttpRequest): BodyOutcome;
}

const NO_BODY: BodyOutcome = { kind: 'body', value: undefined };
/** Spellings of one media type that are remembered: clients have one each, an attacker has many. */
const REMEMBERED = 50;

export function compileBody(context: CheckContext, declared: IHttpOperationRequestBody | undefined): BodyAdmission {
  const contents = declared?.contents ?? [];
  const allowed = contents.map(({ mediaType }) => mediaType);
  const readers = new Map<string | undefined, ContentReader>();
  const readerFor = (contentType: string | undefined): ContentReader | undefined => {
    const known = readers.get(contentType);
    if (known !== undefined) return known;
    // A boundary is new with each request; its reader looks for it there.
    const key = contentType?.replace(/;\s*boundary=.*/i, '');
    const reader = readers.get(key) ?? chooseReader(context, contents, declared !== undefined, key);
    if (reader !== undefined && readers.size < REMEMBERED) readers.set(key, reader);
    return reader;
  };
  return {
    admit(request) {
      if (request.body.length === 0) return declared?.required === true ? missing(allowed) : NO_BODY;
      const sent = request.headers['content-type'];
      const contentType = Array.isArray(sent) ? sent[0] : sent;
      // Whoever could undo the coding has taken the field away.
      const coding = request.headers['content-encoding'];
      if (coding !== undefined && !/^\s*(identity)?\s*$/i.test(coding))
        return { kind: 'media-type', received: coding, allowed, flaw: 'coding' };
      const reader = readerFor(contentType);
      if (reader === undefined) return { kind: 'media-type', received: contentType, allowed };
      return reader(request.body, contentType);
    },
  };
}

function missing(allowed: readonly string[]): BodyOutcome {
  return { kind: 'invalid', violations: [missingBody(allowed)] };
}

/** As Prism: a body that nobody asked for is refused, one without a media type is taken for the first that is declared. */
function chooseReader(
  context: CheckContext,
  contents: readonly IMediaTypeContent[],
  asked: boolean,
  contentType: string | undefined,
): ContentReader | undefined {
  if (!asked) return undefined;
  if (contentType === undefined) {
    const [first] = contents;
    const assumed = first && parseMediaType(first.mediaType);
    return compileContent(context, first, assumed && isConcrete(assumed) ? assumed : undefined);
  }
  const sent = parseMediaType(contentType);
  const chosen = sent && nearestMediaType(sent, contents);
  return chosen && compileContent(context, chosen, sent);
}

function isConcrete(mediaType: MediaType): boolean {
  return !essenceOf(mediaType).includes('*');
}
