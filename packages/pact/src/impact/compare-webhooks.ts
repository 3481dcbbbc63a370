import type { ApiDocument } from '@stuntdouble/engine';
import { isObject } from '../pact/json.ts';
import type { MessageInteraction } from '../pact/pact.ts';
import type { Change } from './difference.ts';
import { type DocumentSide, partAt } from './document-side.ts';
import { readContents } from './read-operation.ts';
import type { SchemaGraph } from './schema-graph.ts';
import type { SchemaNode } from './schema-node.ts';

/** The webhooks of two documents side by side. What is sent there is read by partners, as answers are. Callbacks are not compared. */
export interface ComparedWebhook {
  readonly name: string;
  readonly changes: readonly Change[];
  /** By media type. */
  readonly contents: ReadonlyMap<string, SchemaNode>;
}

export interface ComparedWebhooks {
  readonly webhooks: readonly ComparedWebhook[];
  /** Of webhooks that only the new document has. */
  readonly added: readonly Change[];
}

export function compareWebhooks(oldSide: DocumentSide, newSide: DocumentSide, graph: SchemaGraph): ComparedWebhooks {
  const before = webhooksOf(oldSide.document);
  const after = webhooksOf(newSide.document);
  const webhooks = [...before].map(([name, pointer]): ComparedWebhook => {
    const other = after.get(name);
    if (other === undefined) {
      const change: Change = { rule: 'webhook-removed', message: `${name} is gone`, old: pointer, new: undefined };
      return { name, changes: [change], contents: new Map() };
    }
    const [one, two] = [contentsAt(oldSide, pointer), contentsAt(newSide, other)];
    const contents = new Map<string, SchemaNode>();
    for (const [type, { places }] of one) {
      const current = two.get(type);
      if (current !== undefined && places.length > 0 && current.places.length > 0)
        contents.set(type, graph.node(places, current.places));
    }
    return { name, changes: [], contents };
  });
  const added = [...after].filter(([name]) => !before.has(name));
  return {
    webhooks,
    added: added.map(([name, pointer]): Change => {
      const message = `${name} is new`;
      return { rule: 'webhook-added', message, old: undefined, new: pointer };
    }),
  };
}

const webhooksOf = ({ webhooks }: ApiDocument): Map<string, string> =>
  new Map(webhooks.map(({ name, pointer }) => [name, pointer]));

/** Sent by the provider: schemas are read in the direction of answers. */
function contentsAt(side: DocumentSide, pointer: string) {
  const body = partAt(side, `${pointer}/requestBody`);
  return body === undefined ? new Map() : readContents(side, body, 'response');
}

/** Said outright in the metadata or the payload, else by a word of the description; the longest name wins. */
export function webhookOf(
  webhooks: readonly ComparedWebhook[],
  { description, metadata, contents }: MessageInteraction,
): ComparedWebhook | undefined {
  const payload = contents !== undefined && 'json' in contents.content ? contents.content.json : undefined;
  const values = [...Object.values(metadata), ...(isObject(payload) ? Object.values(payload) : [])];
  const byLength = webhooks.toSorted((one, other) => other.name.length - one.name.length);
  const isWord = (name: string) => description.split(/[^\w.:/-]+/).some((word) => word.replace(/[.:]$/, '') === name);
  return byLength.find(({ name }) => values.includes(name)) ?? byLength.find(({ name }) => isWord(name));
}
