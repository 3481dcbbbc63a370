import { withBody } from '../answer-parts.ts';
import type { FaultKind, PlanContext } from '../fault-kind.ts';
import { growJson, type Held } from '../oversize/grow-json.ts';
import { shownType } from '../shown-type.ts';
import { isJsonType, isXmlType, successfulBody } from '../successful-body.ts';

/** A valid answer far larger than usual: longer lists and texts where the schema allows them, else white space, which is valid anywhere. */
export interface OversizeOptions {
  readonly bytes: number;
}

export const oversize: FaultKind<OversizeOptions> = {
  kind: 'oversize',
  summary: 'a valid answer far larger than usual',
  options: {
    bytes: { type: 'integer', min: 1, max: 104_857_600, default: 10_485_760, description: 'At least so many' },
  },
  layerOf: () => 'response',
  plan({ bytes }, context) {
    const found = successfulBody(context.answer);
    if (found.kind === 'none') return found.plan;
    if (found.bytes.length >= bytes)
      return { do: 'nothing', why: `the answer has ${found.bytes.length} bytes by itself` };
    const text = Buffer.from(found.bytes).toString();
    const grown = grow(text, bytes, found.mediaType, context);
    if (grown === undefined)
      return { do: 'nothing', why: `a longer body (${shownType(found.mediaType)}) may be invalid` };
    return { do: 'replace', answer: withBody(found.answer, padded(grown.text, bytes)), ...pointerOf(grown) };
  },
};

interface Grown {
  readonly text: string;
  readonly pointer?: string | undefined;
}

function grow(text: string, bytes: number, mediaType: string, { answer, operation }: PlanContext): Grown | undefined {
  if (isXmlType(mediaType) || /^text\//i.test(mediaType)) return { text };
  if (!isJsonType(mediaType)) return undefined;
  const status = answer?.status ?? 0;
  const [essence = ''] = mediaType.split(';');
  const raw = operation?.responseSchema(status, mediaType) ?? operation?.responseSchema(status, essence.trim());
  const schemas = operation?.schemas;
  const held: Held | undefined =
    raw === undefined || !schemas ? undefined : { schemas, schema: schemas.normalise(raw) };
  try {
    const grown = growJson(JSON.parse(text), bytes, held);
    return grown.pointer === undefined ? { text } : grown;
  } catch {
    // What is no JSON by itself (an example that was served as it is) cannot be made larger as JSON.
    return undefined;
  }
}

function padded(text: string, bytes: number): Uint8Array {
  const body = Buffer.from(text);
  const missing = bytes - body.length;
  return missing > 0 ? Buffer.concat([body, Buffer.alloc(missing, ' ')]) : body;
}

const pointerOf = ({ pointer }: Grown): { pointer?: string } => (pointer === undefined ? {} : { pointer });
