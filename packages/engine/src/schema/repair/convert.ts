import { isOfFormat } from '../keywords/string.ts';
import type { Flat } from '../sample/flat.ts';

/** The same content in the type or format that is wanted, where that is obvious: `"12"` as 12. Invents nothing, loses nothing. */
export function conversions(value: unknown, flat: Flat): unknown[] {
  const wanted = flat.types ?? [];
  const made: unknown[] = [];
  if (typeof value === 'string') made.push(...fromText(value, wanted), ...toFormat(value, flat.format));
  if (typeof value === 'number' || typeof value === 'boolean') {
    if (wanted.includes('string'))
      made.push(...(typeof value === 'number' ? fromSeconds(value, flat.format) : []), String(value));
  }
  if (Array.isArray(value) && value.length === 1 && !wanted.includes('array')) made.push(value[0]);
  if (value !== null && !Array.isArray(value) && wanted.includes('array')) made.push([value]);
  made.push(...spellings(value, flat.enumeration ?? []));
  return made;
}

function fromText(text: string, wanted: readonly string[]): unknown[] {
  const made: unknown[] = [];
  const number = Number(text);
  const isNumber = text.trim() !== '' && Number.isFinite(number);
  if (isNumber && (wanted.includes('number') || (wanted.includes('integer') && Number.isInteger(number))))
    made.push(number);
  if (wanted.includes('boolean') && /^(true|false)$/i.test(text)) made.push(text.toLowerCase() === 'true');
  if (wanted.includes('null') && /^(null)?$/.test(text)) made.push(null);
  if ((wanted.includes('object') || wanted.includes('array')) && /^\s*[[{]/.test(text)) made.push(...parsed(text));
  return made;
}

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** Another spelling of an item of an enum: case, blanks, dashes. */
function spellings(value: unknown, items: readonly unknown[]): unknown[] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  const plain = (item: unknown): string =>
    String(item)
      .toLowerCase()
      .replace(/[\s_-]/g, '');
  return items.filter((item) => plain(item) === plain(value));
}

const ZONED = /(Z|GMT|UTC|[+-]\d{2}:?\d{2})$/;

function toFormat(text: string, format: string | undefined): unknown[] {
  switch (format) {
    case 'date-time':
      return toDateTime(text);
    case 'date':
      return [text.slice(0, 10), ...toDateTime(text).map((instant) => instant.slice(0, 10))];
    case 'time':
      return [`${text}Z`, text.slice(11), ...toDateTime(text).map((instant) => instant.slice(11))];
    case 'uri':
    case 'url':
      return toLink(text);
    case 'uuid':
      return [text.replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, '$1-$2-$3-$4-$5')];
    case 'email':
    case 'hostname':
      return [text.trim(), text.replace(/^https?:\/\//, '').replace(/\/.*$/, '')];
    default:
      return [];
  }
}

function toLink(text: string): unknown[] {
  const encoded = text.trim().replace(/[\s{}<>"|\\^`]|[^\x20-\x7e]/gu, (char) => encodeURIComponent(char));
  const absolute = encoded.startsWith('//') ? `https:${encoded}` : `https://${encoded}`;
  return [
    encoded,
    ...(/^(\/\/)?[\w-]+(\.[\w-]+)+(:\d+)?([/?#]|$)/.test(encoded) ? [absolute] : []),
    ...(encoded.startsWith('/') && !encoded.startsWith('//') ? [`https://example.com${encoded}`] : []),
  ];
}

function toDateTime(text: string): string[] {
  const trimmed = text.trim();
  const spelled = trimmed
    .replace(/^(\d{4}-\d{2}-\d{2})$/, '$1T00:00:00Z')
    .replace(
      /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2}))?/,
      (_, date, minutes, seconds) => `${date}T${minutes}:${seconds ?? '00'}`,
    )
    .replace(/ ?([+-]\d{2}):?(\d{2})$/, '$1:$2')
    .replace(/ ?(UTC|GMT)$/, 'Z');
  const made = [spelled, `${spelled}Z`].filter((candidate) => isOfFormat(candidate, 'date-time'));
  // Other spellings are read only where they name their zone: else the answer would depend on the machine's.
  if (made.length === 0 && ZONED.test(trimmed) && !Number.isNaN(Date.parse(trimmed)))
    return [new Date(trimmed).toISOString().replace('.000Z', 'Z')];
  return made;
}

/** A count of seconds or milliseconds since 1970, where a date is wanted. */
function fromSeconds(value: number, format: string | undefined): string[] {
  if (format !== 'date-time' && format !== 'date') return [];
  const milliseconds = value > 1e11 ? value : value * 1000;
  if (!Number.isInteger(value) || milliseconds < 1e11 || milliseconds > 4e12) return [];
  const instant = new Date(milliseconds).toISOString().replace('.000Z', 'Z');
  return [format === 'date' ? instant.slice(0, 10) : instant];
}
