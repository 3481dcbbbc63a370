import type { Operation } from '@stuntdouble/engine';
import type { DraftBody, RequestDraft } from './request-draft.ts';

/** Writes a draft down in the styles that the document asks for. Makes up no value. */
export interface WrittenRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

type Model = ReturnType<Operation['model']>;
type Parameter = NonNullable<NonNullable<Model['request']>['query']>[number];
interface Style {
  readonly name: string;
  readonly style?: string;
  readonly explode?: boolean | undefined;
}

export function writeRequest(operation: Operation, draft: RequestDraft): WrittenRequest {
  const { request } = operation.model();
  const [template = ''] = operation.template.split(/\{?[?#]/);
  const path = template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    const declared = request?.path?.find((parameter) => parameter.name === name);
    return inPath(declared ?? { name }, draft.path[name] ?? '');
  });
  const query = Object.entries(draft.query).flatMap(([name, value]) => {
    const declared = request?.query?.find((parameter) => parameter.name === name);
    return declared && hasContent(declared)
      ? [pair(name, JSON.stringify(value))]
      : inQuery(declared ?? { name }, value);
  });
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5' };
  for (const [name, value] of Object.entries(draft.headers)) headers[name.toLowerCase()] = flat(value);
  const cookies = Object.entries(draft.cookies).map(([name, value]) => `${name}=${encodeURIComponent(flat(value))}`);
  if (cookies.length > 0) headers.cookie = cookies.join('; ');
  const body = draft.body ? writeBody(draft.body) : new Uint8Array();
  if (draft.body) headers['content-type'] = contentTypeOf(draft.body.mediaType);
  return {
    method: operation.method,
    target: query.length > 0 ? `${path}?${query.join('&')}` : path,
    headers,
    body,
  };
}

/** The model keeps `content` of a parameter as the document has it, and its type does not mention it. */
const hasContent = (parameter: Parameter): boolean => 'content' in parameter && parameter.content !== undefined;

function inPath({ name, style = 'simple', explode = false }: Style, value: unknown): string {
  const encoded = (item: unknown) => encodeURIComponent(flat(item));
  const items = Array.isArray(value)
    ? value.map(encoded)
    : isMembers(value)
      ? Object.entries(value).flatMap(([key, item]) => (explode ? [`${key}=${encoded(item)}`] : [key, encoded(item)]))
      : [encoded(value)];
  if (style === 'label') return `.${items.join(explode ? '.' : ',')}`;
  if (style !== 'matrix') return items.join(',');
  if (!explode) return `;${name}=${items.join(',')}`;
  return items.map((item) => (isMembers(value) ? `;${item}` : `;${name}=${item}`)).join('');
}

const delimiters: Readonly<Record<string, string>> = {
  spaceDelimited: '%20',
  pipeDelimited: '%7C',
  tabDelimited: '%09',
};

function inQuery({ name, style = 'form', explode }: Style, value: unknown): string[] {
  if (style === 'deepObject') return nested(name, value);
  const isExploded = explode ?? style === 'form';
  const delimiter = delimiters[style] ?? ',';
  if (Array.isArray(value)) {
    if (isExploded) return value.map((item) => pair(name, flat(item)));
    return [`${encodeURIComponent(name)}=${value.map((item) => encodeURIComponent(flat(item))).join(delimiter)}`];
  }
  if (!isMembers(value)) return [pair(name, flat(value))];
  if (isExploded) return Object.entries(value).map(([key, item]) => pair(key, flat(item)));
  const turns = Object.entries(value).flatMap(([key, item]) => [key, flat(item)]);
  return [`${encodeURIComponent(name)}=${turns.map(encodeURIComponent).join(delimiter)}`];
}

/** `a[b]=1`, `a[0]=2`, as deepObject parameters and most forms are written. */
function nested(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [pair(name, flat(value))];
  return Object.entries(value).flatMap(([key, item]) => nested(`${name}[${key}]`, item));
}

const pair = (name: string, value: string): string => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flat(value: unknown): string {
  if (Array.isArray(value)) return value.map(flat).join(',');
  if (isMembers(value)) return Object.entries(value).flat().map(flat).join(',');
  return String(value);
}

const BOUNDARY = 'stunt-provider-check';

const contentTypeOf = (mediaType: string): string =>
  /^multipart\//.test(mediaType) ? `${mediaType}; boundary=${BOUNDARY}` : mediaType;

/** Whether bodies of this media type can be written here. */
export const isWritable = (mediaType: string): boolean =>
  /^(?:text\/|multipart\/form-data)|[/+]json\b|x-www-form-urlencoded|octet-stream/i.test(mediaType);

function writeBody({ mediaType, value, raw }: DraftBody): Uint8Array {
  if (raw !== undefined) return Buffer.from(raw);
  if (/x-www-form-urlencoded/i.test(mediaType) && isMembers(value))
    return Buffer.from(
      Object.entries(value)
        .flatMap(([name, item]) =>
          Array.isArray(item) ? item.map((one) => pair(name, flat(one))) : nested(name, item),
        )
        .join('&'),
    );
  if (/^multipart\//i.test(mediaType) && isMembers(value)) {
    const parts = Object.entries(value).map(([name, item]) => {
      const text = typeof item === 'object' ? JSON.stringify(item) : String(item);
      return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
    });
    return Buffer.from(`${parts.join('')}--${BOUNDARY}--\r\n`);
  }
  if (/[/+]json\b/i.test(mediaType)) return Buffer.from(JSON.stringify(value));
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}
