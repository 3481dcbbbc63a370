import type {
  HttpInteraction,
  Interaction,
  MatchingRules,
  MessageInteraction,
  Pact,
  PactBody,
} from '@stuntdouble/pact';
import { inOneLine } from './plain-text.ts';

/** A pact as a person reads it: each interaction with its states, request, response, and what may differ. */
export function pactText(
  { consumer, provider, specification, interactions, recorded }: Pact,
  version: string | undefined,
): string[] {
  const of = version === undefined ? consumer : `${consumer} ${version}`;
  const how = recorded ? ', recorded from traffic' : '';
  return [
    `${of} with ${provider} (Pact Specification ${specification}${how}): ${interactions.length} interactions`,
    ...interactions.flatMap(interactionLines),
  ];
}

function interactionLines(interaction: Interaction): string[] {
  const { description, states, pending, kind } = interaction;
  return [
    '',
    `${inOneLine(description)}${pending ? '  (pending)' : ''}`,
    ...states.map(
      ({ name, params }) =>
        `  given ${inOneLine(name)}${Object.keys(params).length > 0 ? ` ${JSON.stringify(params)}` : ''}`,
    ),
    ...(kind === 'http' ? httpLines(interaction) : messageLines(interaction)),
  ];
}

function httpLines({ request, response }: HttpInteraction): string[] {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(request.query)) for (const value of values) query.append(name, value);
  return [
    `  -> ${request.method} ${inOneLine(request.path)}${query.size === 0 ? '' : `?${query}`}`,
    ...fieldLines(request.headers),
    ...bodyLines(request.body),
    ...ruleLines(request.rules),
    `  <- ${response.status}`,
    ...fieldLines(response.headers),
    ...bodyLines(response.body),
    ...ruleLines(response.rules),
  ];
}

function messageLines({ contents, metadata, rules }: MessageInteraction): string[] {
  const fields = Object.entries(metadata).map(
    ([name, value]) => `     ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return ['  <- message', ...fields, ...bodyLines(contents), ...ruleLines(rules)];
}

function fieldLines(fields: HttpInteraction['request']['headers']): string[] {
  return Object.entries(fields).map(([name, values]) => `     ${name}: ${values.join(', ')}`);
}

function bodyLines(body: PactBody | undefined): string[] {
  if (body === undefined) return [];
  const { content } = body;
  if ('bytes' in content) return [`     ${content.bytes.length} bytes of ${body.contentType ?? 'an unknown type'}`];
  const text = 'json' in content ? JSON.stringify(content.json, null, 2) : content.text;
  return text.split('\n').map((line) => `     ${line}`);
}

function ruleLines({ path, status, query, header, body }: MatchingRules): string[] {
  const named = (part: string, rules: MatchingRules['body']) =>
    Object.entries(rules).map(([name, rule]) => [`${part}${name}`, rule] as const);
  const all = [
    ['path', path] as const,
    ['status', status] as const,
    ...named('query ', query),
    ...named('header ', header),
    ...named('', body),
  ];
  return all.flatMap(([name, rule]) => {
    if (rule === undefined || rule.matchers.length === 0) return [];
    const words = rule.matchers.map(({ match, ...more }) =>
      [
        String(match ?? 'equality'),
        ...Object.entries(more).map(([key, value]) => `${key} ${JSON.stringify(value)}`),
      ].join(' '),
    );
    return [`     ~ ${name}: ${words.join(rule.combine === 'OR' ? ' or ' : ' and ')}`];
  });
}
