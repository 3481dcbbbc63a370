import type { Faker } from '@faker-js/faker';
import { dateTimeFor } from './instant.ts';
import { nameOf } from './name.ts';

/** What a string field of that name usually says. A table: the first line that fits decides. */

export interface TextPlace {
  readonly name: string;
  readonly owners: readonly string[];
  readonly format: string | undefined;
  readonly maxLength: number;
}

type Make = (faker: Faker, place: TextPlace, words: string) => string;

const hex =
  (length: number): Make =>
  (faker) =>
    faker.string.hexadecimal({ length, prefix: '', casing: 'lower' });
const token: Make = (faker) => faker.string.alphanumeric(32);
const one =
  (...texts: readonly string[]): Make =>
  (faker) =>
    faker.helpers.arrayElement(texts);
const sentence: Make = (faker) => faker.lorem.sentence({ min: 5, max: 9 });
const title: Make = (faker) => capital(faker.lorem.words({ min: 2, max: 4 }));
const fullName: Make = (faker) => faker.person.fullName();
const instantText: Make = (faker, place) =>
  /\b(date|day|birthday|dob)$/.test(nameOf(place.name))
    ? dateTimeFor(faker, place.name).slice(0, 10)
    : dateTimeFor(faker, place.name);

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Holders that say nothing about what they hold. */
const PLAIN_OWNERS = /^(data|items?|entr(y|ies)|results?|values?|list|records?|response|result|body|payload)$/;

/** `customer_id`: `cus_` and some letters, as many platforms write it. */
const identifier: Make = (faker, { owners }, words) => {
  const about =
    words.replace(/ ?\b(id|identifier|key|ref)$/, '') || nameOf(owners.at(-1) ?? '').replace(PLAIN_OWNERS, '');
  const prefix =
    about
      .split(' ')
      .at(-1)
      ?.replace(/[^a-z]/g, '')
      .slice(0, 3) ?? '';
  return `${prefix === '' ? '' : `${prefix}_`}${faker.string.alphanumeric({ length: 14 })}`;
};

const PEOPLE =
  /\b(user|owner|customer|author|contact|sender|recipient|member|employee|person|assignee|creator|participant|holder|driver|patient|student|admin|billing details|profile)s?$/;
const COMPANIES =
  /\b(company|organi[sz]ation|org|vendor|merchant|supplier|partner|tenant|team|business|issuer|bank)s?$/;

const plainName: Make = (faker, { owners }) => {
  const owner = nameOf(owners.at(-1) ?? '');
  if (PEOPLE.test(owner)) return faker.person.fullName();
  return COMPANIES.test(owner) ? faker.company.name() : faker.commerce.productName();
};

const TEXTS: readonly (readonly [RegExp, Make])[] = [
  [/\be ?mail( address)?$|^from email|reply to$/, (faker) => faker.internet.exampleEmail().toLowerCase()],
  [/\b(first|given) ?name$|^forename$/, (faker) => faker.person.firstName()],
  [/\b(last|family) ?name$|^surname$/, (faker) => faker.person.lastName()],
  [/\bmiddle name$/, (faker) => faker.person.firstName()],
  [
    /\b(full|display|real|holder|card ?holder|legal|contact|recipient|sender|author) ?name$|^author$|^cardholder$/,
    fullName,
  ],
  [/\b(user ?name|login|screen name|handle|nick ?name|nick)$/, (faker) => faker.internet.username().toLowerCase()],
  [/\b(company|organi[sz]ation|business|merchant|vendor|employer|bank) ?(name)?$/, (faker) => faker.company.name()],
  [/\b(file ?name|file)$/, (faker) => faker.system.commonFileName('pdf')],
  [/\b(host ?name|host|domain|domain name)$/, (faker) => `${faker.lorem.word()}.example.com`],
  [/^name$|^label$/, plainName],
  [/\b(phone|mobile|fax|msisdn|telephone)\b.*/, (faker) => faker.phone.number({ style: 'international' })],
  [
    /\b(url|uri|href|link|website|homepage|web ?hook|callback|endpoint|avatar|image|photo|thumbnail|logo|icon|picture|redirect)s?$|^html$/,
    (faker, place) => linkByName(faker, place),
  ],
  [/\b(uuid|guid)$/, (faker) => faker.string.uuid()],
  [/\b(sha ?256|checksum|digest|fingerprint|hash)$/, hex(64)],
  [/\bmd5$/, hex(32)],
  [/\b(sha|commit|revision|tree)\b.*/, hex(40)],
  [/\betag$/, (faker) => `"${faker.string.hexadecimal({ length: 16, prefix: '', casing: 'lower' })}"`],
  [/\b(token|secret|api ?key|access key|private key|signature|nonce|cursor|bearer|jwt)$/, token],
  [/\bpassword$/, (faker) => faker.internet.password({ length: 16 })],
  [
    /\bnode id$/,
    (faker) =>
      Buffer.from(
        `0${faker.number.int({ min: 10, max: 99 })}:Node${faker.number.int({ min: 1000, max: 999_999 })}`,
      ).toString('base64'),
  ],
  [
    /\b(country ?code|country|iso2)$/,
    (faker, { maxLength }) =>
      maxLength < 4 || maxLength === Number.POSITIVE_INFINITY ? faker.location.countryCode() : faker.location.country(),
  ],
  [/\bcurrency( code)?$/, (faker) => faker.helpers.arrayElement(['EUR', 'USD', 'GBP', 'CHF', 'JPY'])],
  [/\b(locale|preferred locales?)$/, one('en-US', 'en-GB', 'de-DE', 'fr-FR')],
  [/\b(language|lang)( code)?$/, one('en', 'de', 'fr', 'es')],
  [/\b(time ?zone|tz)$/, one('Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC')],
  [/\b(ip|ip address|ipv4|remote addr|client ip)$/, (faker) => `192.0.2.${faker.number.int({ min: 1, max: 254 })}`],
  [/\bmac( address)?$/, (faker) => faker.internet.mac()],
  [/\buser agent$/, (faker) => faker.internet.userAgent()],
  [/\bcity|town|locality$/, (faker) => faker.location.city()],
  [/\b(street|address line ?1|line ?1|address ?1|address|street address)$/, (faker) => faker.location.streetAddress()],
  [/\b(line ?2|address ?2)$/, (faker) => faker.location.secondaryAddress()],
  [/\b(house number( or name)?|building)$/, (faker) => String(faker.number.int({ min: 1, max: 200 }))],
  [/\b(postal code|post ?code|zip( code)?|postal)$/, (faker) => faker.location.zipCode('#####')],
  [/\b(state or province|province|region|county)$/, (faker) => faker.location.state()],
  [
    /^state$/,
    (faker, { owners }) =>
      /address|location|shipping|billing/.test(nameOf(owners.at(-1) ?? '')) ? faker.location.state() : 'active',
  ],
  [/\b(lat|latitude)$/, (faker) => String(faker.location.latitude())],
  [/\b(lng|lon|long|longitude)$/, (faker) => String(faker.location.longitude())],
  [/\b(job title|occupation|position)$/, (faker) => faker.person.jobTitle()],
  [/\bdepartment$/, (faker) => faker.commerce.department()],
  [/\b(gender|sex)$/, one('female', 'male', 'diverse')],
  [/\b(colou?r)$/, (faker) => faker.color.rgb({ casing: 'lower' })],
  [/\b(mime ?type|content type|media type)$/, one('application/json', 'application/pdf', 'image/png')],
  [/\b(extension|file type)$/, one('pdf', 'png', 'json')],
  [/\b(path|file ?path|directory|folder)$/, (faker) => `${faker.lorem.word()}/${faker.lorem.word()}.txt`],
  [/\bversion$/, (faker) => faker.system.semver()],
  [/\biban$/, (faker) => faker.finance.iban()],
  [/\b(bic|swift)( code)?$/, (faker) => faker.finance.bic()],
  [/\blast ?(4|four)( digits)?$/, (faker) => faker.string.numeric(4)],
  [/\b(account|routing|card|bank account) number$/, (faker) => faker.finance.accountNumber()],
  [/\b(amount|price|cost|balance|total|subtotal|fee|tax)$/, (faker) => faker.commerce.price()],
  [/^num\b|\b(quantity|count|size|number|total)$/, (faker) => String(faker.number.int({ min: 1, max: 500 }))],
  [/\b(expiry|exp|expiration|expire) month$/, one('03', '08', '11')],
  [/\b(expiry|exp|expiration|expire) year$/, one('2027', '2028', '2029')],
  [/\byear$/, one('2023', '2024', '2025')],
  [/\b(birthday|dob|date of birth|birth date)$/, instantText],
  [
    /\b(at|on|date|time|datetime|timestamp|until|since|created|updated|modified|expires|expiry|expiration|deadline)$/,
    instantText,
  ],
  [/\b(slug|permalink)$/, (faker) => faker.lorem.slug(2)],
  [/\b(title|subject|headline|heading|caption)$/, title],
  [
    /\b(description|summary|body|content|text|message|comment|note|notes|bio|about|reason|details?|remarks?|memo|instructions|question|answer)$/,
    sentence,
  ],
  [/\b(status|phase|stage)$/, one('active', 'pending', 'completed')],
  [/\b(sku|article number)$/, (faker) => faker.string.alphanumeric({ length: 8, casing: 'upper' })],
  [/\b(code|reference|reference number)$/, (faker) => faker.string.alphanumeric({ length: 8, casing: 'upper' })],
  [/\b(branch|default branch)$/, one('main', 'develop')],
  [/^ref$/, one('refs/heads/main', 'refs/tags/v1.0.0')],
  [/^(http |request )?method$/, one('GET', 'POST', 'PUT')],
  [/\b(id|identifier|key)$/, identifier],
  [/\b(ids)$/, identifier],
  [/\bname$/, (faker) => faker.commerce.productName()],
  [
    /\b(next|previous|prev|first|last|self)$/,
    (faker, place) =>
      place.owners.some((owner) => /link|pag/i.test(owner)) ? linkByName(faker, place) : faker.lorem.word(),
  ],
  [
    /\b(type|kind|category|group|tag|topic|event|action|role|scope|permission|unit|level|source|target|field|property|attribute|mode|product|model|brand)s?$/,
    (faker) => faker.lorem.word(),
  ],
];

const makers = new Map<string, Make | undefined>();

export function textByName(faker: Faker, place: TextPlace): string | undefined {
  const words = nameOf(place.name);
  if (!makers.has(words)) makers.set(words, TEXTS.find(([expression]) => expression.test(words))?.[1]);
  return makers.get(words)?.(faker, place, words);
}

/** An address under example.com that fits the field: a picture for `avatar_url`. */
export function linkByName(faker: Faker, place: TextPlace): string {
  const words = nameOf(place.name);
  const word = faker.lorem.slug(1);
  if (/avatar|image|photo|picture|logo|icon|thumbnail/.test(words)) return `https://example.com/images/${word}.png`;
  if (/web ?hook|callback/.test(words)) return `https://example.com/webhooks/${word}`;
  if (/download|file|archive/.test(words)) return `https://example.com/files/${word}.pdf`;
  return `https://example.com/${word}`;
}
