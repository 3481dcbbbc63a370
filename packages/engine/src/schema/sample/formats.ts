import type { Faker } from '@faker-js/faker';
import { dateTimeFor, instantFor } from './instant.ts';
import type { TextPlace } from './text-by-name.ts';
import { linkByName } from './text-by-name.ts';

/** A value in the words of a format. Every format that ajv-formats judges is here; names flavour some of them. */

type Make = (faker: Faker, place: TextPlace) => string;

const hostname: Make = (faker) =>
  `${faker.word
    .noun()
    .toLowerCase()
    .replace(/[^a-z]/g, '')}.example.com`;
const email: Make = (faker) => faker.internet.exampleEmail().toLowerCase();
const uri: Make = (faker, place) => linkByName(faker, place);
const uuid: Make = (faker) => faker.string.uuid();
const time: Make = (faker, { name }) => dateTimeFor(faker, name).slice(11);
const dateTime: Make = (faker, { name }) => dateTimeFor(faker, name);
const httpDate: Make = (faker, { name }) => new Date(instantFor(faker, name)).toUTCString();
const pointer: Make = (faker) => `/${faker.lorem.word()}/${faker.number.int(9)}`;
const base64: Make = (faker) => Buffer.from(faker.lorem.words(4)).toString('base64');

const FORMATS: Readonly<Record<string, Make>> = {
  email,
  'idn-email': email,
  hostname,
  'idn-hostname': hostname,
  ipv4: (faker) => `192.0.2.${faker.number.int({ min: 1, max: 254 })}`,
  ipv6: (faker) => `2001:db8::${faker.string.hexadecimal({ length: 4, prefix: '', casing: 'lower' })}`,
  ip: (faker) => `192.0.2.${faker.number.int({ min: 1, max: 254 })}`,
  uri,
  url: uri,
  iri: uri,
  'uri-reference': uri,
  'iri-reference': uri,
  link: uri,
  'uri-template': () => 'https://example.com/items/{id}',
  uuid,
  guid: uuid,
  'date-time': dateTime,
  datetime: dateTime,
  timestamp: dateTime,
  'iso-date-time': dateTime,
  date: (faker, { name }) => dateTimeFor(faker, name).slice(0, 10),
  time,
  'iso-time': time,
  'partial-time': (faker, place) => time(faker, place).slice(0, 8),
  'date-time-rfc-2822': httpDate,
  'date-time-rfc-1123': httpDate,
  'http-date': httpDate,
  duration: (faker) => faker.helpers.arrayElement(['PT15M', 'PT1H', 'PT36H', 'P1D', 'P7D', 'P1M']),
  'json-pointer': pointer,
  'json-pointer-uri-fragment': (faker, place) => `#${pointer(faker, place)}`,
  'relative-json-pointer': (faker, place) => `1${pointer(faker, place)}`,
  regex: () => '^[a-z]+$',
  byte: base64,
  base64,
  base64url: (faker) => Buffer.from(faker.lorem.words(4)).toString('base64url'),
  binary: (faker) => faker.lorem.words(4),
  password: (faker) => faker.internet.password({ length: 16 }),
  int32: (faker) => String(faker.number.int({ min: 1, max: 100_000 })),
  int64: (faker) => String(faker.number.int({ min: 1, max: 10_000_000 })),
  decimal: (faker) => faker.commerce.price(),
  currency: (faker) => faker.helpers.arrayElement(['EUR', 'USD', 'GBP', 'CHF', 'JPY']),
  phone: (faker) => faker.phone.number({ style: 'international' }),
};

export function valueOfFormat(faker: Faker, place: TextPlace): string | undefined {
  const make = place.format === undefined || !Object.hasOwn(FORMATS, place.format) ? undefined : FORMATS[place.format];
  return make?.(faker, place);
}
