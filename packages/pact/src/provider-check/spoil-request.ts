import { isValid, type Operation, type Schemas } from '@stuntdouble/engine';
import type { PlannedCase, RequestDraft } from './request-draft.ts';

/** Requests that an operation has to refuse, each with one thing wrong. Whether they are wrong indeed the caller makes sure. */
export function spoiledRequests(operation: Operation, schemas: Schemas, good: RequestDraft): PlannedCase[] {
  const { request } = operation.model();
  const cases: PlannedCase[] = [];
  const add = (what: string, change: Partial<RequestDraft>): void => {
    cases.push({ what, expects: 'refused', documented: false, draft: { ...good, ...change } });
  };
  for (const part of ['query', 'headers'] as const) {
    const word = part === 'query' ? 'query parameter' : 'header field';
    const declared = (request?.[part] ?? []).filter(
      ({ name }) => !/^(?:accept|content-type|authorization)$/i.test(name),
    );
    const required = declared.find(({ required: isRequired }) => isRequired);
    if (required) add(`without the required ${word} ${required.name}`, { [part]: without(good[part], required.name) });
    for (const [kind, wrong] of Object.entries(wrongTexts)) {
      const target = declared.find(
        ({ schema }) => schema !== undefined && !isValid(schemas, schema, wrong) && says(kind, schema),
      );
      if (target)
        add(`with ${kind} in the ${word} ${target.name}`, { [part]: { ...good[part], [target.name]: wrong } });
    }
  }
  const typed = request?.path?.find(({ schema }) => schema !== undefined && says('a value of the wrong type', schema));
  if (typed)
    add(`with a value of the wrong type in the path parameter ${typed.name}`, {
      path: { ...good.path, [typed.name]: 'not-a-number' },
    });
  const { body } = good;
  if (body === undefined) return cases;
  if (request?.body?.required) add('without the required body', { body: undefined });
  add('with a body of another media type', {
    body: { ...body, mediaType: 'application/x-stunt-unknown', raw: 'unknown' },
  });
  if (/[/+]json\b/i.test(body.mediaType)) {
    add('with a body that is no JSON', { body: { ...body, raw: '{"unfinished": ' } });
    for (const [what, value] of spoiledValues(body.value)) add(what, { body: { ...body, value } });
  }
  return cases;
}

const wrongTexts: Readonly<Record<string, string>> = {
  'a value of the wrong type': 'not-a-number',
  'an unknown value': 'stunt-unknown-value',
};

function says(kind: string, schema: object): boolean {
  const { type, enum: listed } = Object.fromEntries(Object.entries(schema));
  if (kind === 'an unknown value') return Array.isArray(listed);
  return [type].flat().every((name) => ['integer', 'number', 'boolean', 'null'].includes(String(name)));
}

/** Members of an object one after the other: gone, of another type, unknown. The caller drops those that are still right. */
function spoiledValues(value: unknown): [what: string, value: unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [['with a body of another type', { stunt: true }]];
  return [
    ...Object.keys(value).map((name): [string, unknown] => [`without ${name} in the body`, without(value, name)]),
    ...Object.entries(value).map(([name, member]): [string, unknown] => [
      `with a value of the wrong type in ${name} of the body`,
      { ...value, [name]: typeof member === 'object' ? 'text' : { stunt: true } },
    ]),
    ...Object.entries(value)
      .filter(([, member]) => typeof member === 'string')
      .map(([name]): [string, unknown] => [
        `with an unknown value in ${name} of the body`,
        { ...value, [name]: 'stunt-unknown-value' },
      ]),
  ];
}

function without(members: object, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
}
