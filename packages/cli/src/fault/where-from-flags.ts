import type { Where } from '@stuntdouble/engine';
import { nearestName } from '@stuntdouble/engine/nearest-name';
import { CliError } from '../errors.ts';

type Flags = Readonly<Record<string, unknown>>;

const names = ['header', 'query', 'body', 'path', 'api', 'operation', 'tag'];
const examples: Readonly<Record<string, string>> = {
  header: 'header=X-Plan=gold',
  query: 'query=limit=5',
  body: 'body=/priority=high',
  path: "path='/orders/*'",
};

/** The place of a rule from `--operation`, `--tag` and `--where NAME=…`. Does not know the document: the engine does. */
export function whereFromFlags({ operation, tag, where = [] }: Flags): Where {
  const place: Record<string, unknown> = {};
  if (operation !== undefined) place.operation = operation;
  if (tag !== undefined) place.tag = tag;
  for (const condition of Array.isArray(where) ? where.map(String) : []) {
    const [name = '', value] = cut(condition);
    if (!names.includes(name) || value === undefined) throw unknown(condition, name);
    if (name === 'header' || name === 'query' || name === 'body') {
      const [key, wanted] = cut(value);
      if (key === '' || wanted === undefined) throw incomplete(condition, name);
      place[name] = { ...(place[name] ?? {}), [key]: name === 'body' ? bodyValue(wanted) : wanted };
    } else place[name] = value;
  }
  return place;
}

function cut(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** A body holds numbers, booleans and null as well; a text that looks like one of them is written in quotes: `"5"`. */
function bodyValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function unknown(condition: string, name: string): CliError {
  const nearest = nearestName(name, names);
  const meant = nearest && nearest !== name ? ` Did you mean ${nearest}=…?` : '';
  return new CliError(
    'USAGE',
    `--where is "${condition}"; it takes NAME=…, with one of ${names.join(', ')}.${meant}`,
    `Write --where ${examples[nearest ?? name] ?? examples.body}`,
  );
}

function incomplete(condition: string, name: string): CliError {
  return new CliError(
    'USAGE',
    `--where is "${condition}", which lacks the value that ${name} is to have`,
    `Write --where ${examples[name]}`,
  );
}
