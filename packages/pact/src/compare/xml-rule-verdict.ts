import type { JsonObject } from '../pact/pact.ts';
import { ANY_VALUE, alternativesOf, type Place } from './alternatives.ts';
import type { Reading } from './read-value.ts';
import type { PlacedRule, XmlRulePlace } from './rule-book.ts';
import {
  boundsOf,
  described,
  listedAt,
  literalVerdict,
  nameOf,
  testOf,
  typesOf,
  typeVerdict,
  type Verdict,
} from './rule-verdict.ts';

/**
 * What a matcher of XML and a schema have to say to each other. In XML everything is a text, so that a number is a text of digits; and a
 * rule of an element is about its name and its children. As pact-js's verifier holds them: docs/discoveries/rules-of-xml.md.
 */
export function xmlRuleVerdict(
  { schemas, mode }: Reading,
  places: readonly Place[],
  value: unknown,
  matcher: JsonObject,
  place: XmlRulePlace,
): Verdict | undefined {
  const alternatives = alternativesOf(schemas, places, ANY_VALUE);
  if (place.of === 'element')
    return elementVerdict(matcher, place.name) ?? (Array.isArray(value) ? boundsOf(alternatives, matcher) : undefined);
  const name = nameOf(matcher);
  if (name === 'null') return { severity: 'error', message: 'the rule null can never hold: XML has texts only' };
  const text = texts[name];
  const never = typeVerdict(alternatives, matcher, text?.types ?? anyText);
  if (never !== undefined || mode === 'taken') return never;
  const test = text?.test ?? testOf(matcher);
  const listed = listedAt(schemas, places, alternatives).filter((each) => each !== null && typeof each !== 'object');
  if (test !== undefined && listed.length > 0) return literalVerdict(listed, matcher, test);
  const wider = text && alternatives.flatMap((each) => widerThan(name, each));
  if (wider === undefined || wider.length === 0) return undefined;
  const here = [...new Set(wider)].join(' or ');
  return { severity: 'warning', message: `the rule ${name} is narrower than the document, which has ${here} here` };
}

const anyText = ['string', 'integer', 'number', 'boolean', 'null'] as const;

const numeric = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const isNumeric = (text: string): boolean => numeric.test(text);

/** Kinds that say what a text has to look like: the types that can be written so, and whether one is. */
const texts: Readonly<Record<string, { readonly types: readonly string[]; readonly test: (text: string) => boolean }>> =
  {
    integer: { types: ['integer', 'string'], test: (text) => /^[+-]?\d+$/.test(text) },
    decimal: { types: ['integer', 'number', 'string'], test: isNumeric },
    number: { types: ['integer', 'number', 'string'], test: isNumeric },
    boolean: { types: ['boolean', 'string'], test: (text) => /^(?:true|false)$/.test(text) },
  };

/** Where a document says how a text looks, it cannot be told whether that is less than the rule. */
function widerThan(name: string, alternative: ReturnType<typeof alternativesOf>[number]): string[] {
  const isFree = alternative.every(({ schema }) => schema.pattern === undefined && schema.format === undefined);
  const wide = [...(name === 'integer' ? ['number'] : []), ...(isFree ? ['string'] : [])];
  return (typesOf(alternative) ?? []).filter((type) => wide.includes(type));
}

/** Those that Pact's verifier holds an element to: by its name, and by how much is in it. */
const ofElements: readonly string[] = ['', 'type', 'min', 'max', 'equality', 'notEmpty'];

function elementVerdict(matcher: JsonObject, element: string): Verdict | undefined {
  const kind = nameOf(matcher);
  const regex = kind === 'regex' ? testOf(matcher) : undefined;
  if (ofElements.includes(kind) || (kind === 'regex' && (regex === undefined || regex(element)))) return undefined;
  return {
    severity: 'warning',
    message: `the rule ${described(matcher)} is about the element <${element}>, and holds for none: its text is at ['#text']`,
  };
}

/** pact-js writes an empty element where a rule for its text has a number or a boolean for an example: there is none then. */
export const isNoExample = (value: unknown, rules: readonly PlacedRule[]): boolean =>
  value === '' &&
  rules.some(({ xml, matchers }) => xml?.of === 'text' && matchers.some((matcher) => saysNoText(nameOf(matcher))));

const saysNoText = (kind: string): boolean => kind in texts || kind === 'type';
