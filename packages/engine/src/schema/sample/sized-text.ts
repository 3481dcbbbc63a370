/**
 * Texts of a format for places that the usual ones are too long or too short for. Knows formats and lengths only; the
 * caller judges.
 */
export function* sizedTexts(format: string | undefined, minLength: number, maxLength: number): Generator<string> {
  const make = format === undefined || !Object.hasOwn(SIZED, format) ? undefined : SIZED[format];
  if (make === undefined) return;
  const most = Math.min(maxLength, minLength + SPARE, MAX_LENGTH);
  for (let length = Math.max(minLength, Math.min(most, LEAST)); length <= most; length++) yield make(length);
  for (let length = Math.min(most, LEAST) - 1; length >= minLength; length--) yield make(length);
}

/** A text of about that many characters: exactly so many, where the format has texts of that length. */
type Make = (length: number) => string;

/** What is tried first is long enough to read well; a few lengths more than the least are tried, as some fit no text. */
const LEAST = 12;
const SPARE = 40;
const MAX_LENGTH = 100_000;

const fill = (length: number, piece = 'a'): string =>
  piece.repeat(Math.max(0, Math.ceil(length / piece.length))).slice(0, Math.max(0, length));

/** `head`, as much of `piece` as there is room for, `tail`. */
const around =
  (head: string, tail = '', piece = 'a'): Make =>
  (length) =>
    head + fill(length - head.length - tail.length, piece) + tail;

/** The longest of these that fits. */
const listed =
  (...texts: readonly string[]): Make =>
  (length) =>
    texts.findLast((text) => text.length <= length) ?? texts[0] ?? '';

/** Labels have at most 63 characters, and end with a letter. */
const hostname: Make = (length) => fill(length, `${fill(40)}.`).replace(/\.$/, 'a');

/** What stands before the `@` has at most 64 characters. */
const email: Make = (length) => {
  if (length < 6) return 'a@b.c';
  const host = length <= 64 ? 'b.co' : `${hostname(Math.min(length - 40, 240))}.co`;
  return `${fill(length - host.length - 1)}@${host}`;
};

const uri: Make = (length) => {
  const head = ['https://example.com/', 'http://a.co/', 'http://a/', 'a:/', 'a:'].find((text) => text.length <= length);
  return around(head ?? 'a:')(length);
};
const reference: Make = (length) => (length < 21 ? around('/')(length) : uri(length)).slice(0, length);
const dateTime: Make = (length) =>
  length < 22 ? '2025-06-02T12:00:00Z' : around('2025-06-02T12:00:00.', 'Z', '0')(length);
const time: Make = (length) => (length < 11 ? '12:00:00Z' : around('12:00:00.', 'Z', '0')(length));
const base64 = around('', '', 'YWFh');
const pointer: Make = (length) => around('/')(length).slice(0, length);

const SIZED: Readonly<Record<string, Make>> = {
  email,
  'idn-email': email,
  hostname,
  'idn-hostname': hostname,
  ipv4: listed(
    '1.1.1.1',
    '10.0.0.1',
    '10.0.0.12',
    '192.0.2.1',
    '192.0.2.12',
    '192.0.2.123',
    '192.168.2.12',
    '192.168.2.123',
    '192.168.12.123',
    '192.168.123.123',
  ),
  ipv6: listed(
    '::',
    '::1',
    '2001::',
    '2001:db8::1',
    '2001:db8::1234',
    '2001:db8:1:2:3:4:5:6',
    '2001:0db8:1111:2222:3333:4444:5555:6666',
  ),
  uri,
  url: uri,
  iri: uri,
  'uri-reference': reference,
  'iri-reference': reference,
  'uri-template': (length) => (length < 5 ? fill(length) : around('/', '{a}')(length)),
  uuid: listed('550e8400-e29b-41d4-a716-446655440000', 'urn:uuid:550e8400-e29b-41d4-a716-446655440000'),
  'date-time': dateTime,
  'iso-date-time': dateTime,
  time,
  'iso-time': (length) => (length < 9 ? '12:00:00' : time(length)),
  duration: around('P', '1D', '0'),
  'json-pointer': pointer,
  'json-pointer-uri-fragment': (length) => `#${pointer(length - 1)}`,
  'relative-json-pointer': (length) => `1${pointer(length - 1)}`,
  regex: around(''),
  byte: base64,
  base64,
};
