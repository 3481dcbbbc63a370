import type { Faker } from '@faker-js/faker';
import { instantFor } from './instant.ts';
import { nameOf } from './name.ts';

/** What a number field of that name usually says. A table: the first line that fits decides; bounds are applied by the caller. */

export interface NumberPlace {
  readonly name: string;
  readonly owners: readonly string[];
  readonly integer: boolean;
  /** The document says that it counts seconds since 1970. */
  readonly epoch: boolean;
}

type Make = (faker: Faker, place: NumberPlace) => number;

const between =
  (min: number, max: number): Make =>
  (faker) =>
    faker.number.int({ min, max });
const decimal =
  (min: number, max: number, fractionDigits = 2): Make =>
  (faker) =>
    faker.number.float({ min, max, fractionDigits });
const seconds: Make = (faker, { name }) => instantFor(faker, name) / 1000;
/** Money: cents where it is an integer. */
const money: Make = (faker, place) =>
  place.integer ? faker.number.int({ min: 5, max: 500 }) * 100 : decimal(5, 500)(faker, place);

const NUMBERS: readonly (readonly [RegExp, Make])[] = [
  [/\b(lat|latitude)$/, decimal(-60, 70, 5)],
  [/\b(lng|lon|long|longitude)$/, decimal(-170, 170, 5)],
  [/\bage$/, between(18, 80)],
  [/\b(exp|expiry|expiration) year$/, between(2027, 2030)],
  [/\byear$/, between(2021, 2025)],
  [/\bmonth$/, between(1, 12)],
  [/\b(day|day of month)$/, between(1, 28)],
  [/\bhours?$/, between(0, 23)],
  [/\b(minutes?)$/, between(0, 59)],
  [/^(page|current page|page number)$/, between(1, 1)],
  [/\b(per page|page size|limit)$/, between(20, 20)],
  [/\b(offset|skip)$/, between(0, 0)],
  [/\b(status|status code|http status|http code)$/, between(200, 200)],
  [/\bport$/, between(1024, 49_151)],
  [
    /\b(created|updated|modified|timestamp|expires|expires at|(created|updated|modified|expired|started|ended|canceled|completed|paid) at|epoch)$/,
    (faker, place) => (place.integer ? seconds(faker, place) : instantFor(faker, place.name)),
  ],
  [/\b(percent|percentage|progress)\b/, between(0, 100)],
  [
    /\b(ratio|probability|confidence|score|rate)$/,
    (faker, place) => (place.integer ? between(1, 10)(faker, place) : decimal(0, 1)(faker, place)),
  ],
  [
    /\b(price|cost|amount|balance|fee|subtotal|tax|discount|credit|debit|charge|refunded|captured|received|paid)s?( \w+)?$/,
    money,
  ],
  [
    /\b(count|total|num|size|quantity|qty|length|stars?|watchers|forks|followers|following|open issues|comments|likes|views|downloads|attempts|retries)\b/,
    between(0, 100),
  ],
  [/\b(bytes|content length)$/, between(200, 90_000)],
  [/\bin (months|years|weeks|days|hours)$/, between(1, 12)],
  [/\b(duration|timeout|ttl|interval|seconds|ms|millis\w*|expires in|max age)$/, between(1, 3600)],
  [/\b(width|height)$/, between(100, 2000)],
  [/\b(position|index|order|rank|priority|sort order|level|version|number)$/, between(1, 50)],
  [/\bid$/, between(1000, 9_999_999)],
];

const makers = new Map<string, Make | undefined>();

export function numberByName(faker: Faker, place: NumberPlace): number {
  if (place.epoch) return seconds(faker, place);
  const words = nameOf(place.name);
  if (!makers.has(words)) makers.set(words, NUMBERS.find(([expression]) => expression.test(words))?.[1]);
  const make = makers.get(words) ?? (place.integer ? between(1, 1000) : decimal(1, 1000));
  return make(faker, place);
}
