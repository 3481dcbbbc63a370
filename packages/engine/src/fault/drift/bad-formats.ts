/**
 * What servers send where a format is promised: a date as it is shown to people, an address without its @. Several proposals per
 * format, the likeliest first; the caller keeps those that the format refuses.
 */
export function badlyFormatted(value: string | number, format: string): readonly (string | number)[] {
  if (typeof value === 'number') return format === 'int32' ? [2_147_483_648 + Math.abs(value)] : [];
  const make = Object.hasOwn(BAD, format) ? BAD[format] : undefined;
  return make?.(value) ?? [];
}

type Make = (text: string) => readonly string[];

const fixed =
  (...texts: readonly string[]): Make =>
  () =>
    texts;

const dateTime: Make = (text) => [[localDate(text), localTime(text)].join(', '), text.slice(0, 10)];
const time: Make = (text) => [localTime(`T${text}`)];
const notSpaced: Make = (text) => [`${text} (see documentation)`, 'not a link'];

const BAD: Readonly<Record<string, Make>> = {
  'date-time': dateTime,
  'iso-date-time': dateTime,
  date: (text) => [localDate(text)],
  time,
  'iso-time': time,
  duration: fixed('3 days'),
  uuid: fixed('not-a-uuid'),
  email: (text) => [text.replace('@', ' at '), 'nobody'],
  'idn-email': (text) => [text.replace('@', ' at '), 'nobody'],
  uri: (text) => [text.replace(/^[a-z][a-z0-9+.-]*:(\/\/)?/i, ''), 'not a link'],
  url: (text) => [text.replace(/^[a-z][a-z0-9+.-]*:(\/\/)?/i, ''), 'not a link'],
  'uri-reference': notSpaced,
  'uri-template': fixed('/orders/{id'),
  iri: notSpaced,
  hostname: fixed('not_a_host!'),
  'idn-hostname': fixed('not a host!'),
  ipv4: fixed('256.300.1.1'),
  ipv6: fixed('fe80:::1:zz'),
  regex: fixed('(unclosed'),
  'json-pointer': fixed('items.0.id'),
  'relative-json-pointer': fixed('../items'),
  'json-pointer-uri-fragment': fixed('items.0.id'),
  byte: fixed('not base64!'),
};

function localDate(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? ['', '2024', '02', '29'];
  return `${month}/${day}/${year}`;
}

function localTime(text: string): string {
  const [, hours, minutes] = /[Tt ](\d{2}):(\d{2})/.exec(text) ?? ['', '14', '05'];
  const hour = Number(hours);
  return `${hour % 12 || 12}:${minutes} ${hour < 12 ? 'AM' : 'PM'}`;
}
