import { novelKeys } from './document-keys.ts';
import { deserialised } from './serialized-example.ts';
import { branch, type Tree } from './tree.ts';

/** Something of OpenAPI 3.2 that older words cannot say, and the place of it below the object. */
export interface Unsaid {
  readonly what: string;
  readonly below: readonly string[];
}

/**
 * Says what OpenAPI 3.2 has new words for in the words of 3.1, in place, so that nothing behind loading has to know them.
 * Gives back what cannot be said, which is not served. Never follows a reference.
 */
export function inOlderWords(node: Tree, path: readonly string[]): Unsaid[] {
  const unsaid: Unsaid[] = [];
  if ('dataValue' in node && !('value' in node)) node.value = node.dataValue;
  if (typeof node.serializedValue === 'string' && !('value' in node) && !deserialise(node, node.serializedValue, path))
    unsaid.push({ what: 'serializedValue outside of bodies', below: ['serializedValue'] });
  if (node.in === 'querystring' && typeof node.name === 'string' && !spread(node))
    unsaid.push({ what: 'in: querystring of another type than application/x-www-form-urlencoded', below: [] });
  if (path.at(-1) === 'xml' && 'nodeType' in node && !nameKind(node))
    unsaid.push({ what: 'xml.nodeType other than element and attribute', below: ['nodeType'] });
  for (const [key, what] of novelKeys) if (key in node) unsaid.push({ what, below: [key] });
  return unsaid;
}

/** An example as it is on the wire; in parameters and header fields its form has other rules. */
function deserialise(node: Tree, written: string, path: readonly string[]): boolean {
  const [first, second] = path;
  const isOfBody = path.at(-2) === 'examples' && path.includes('content');
  const isShared = first === 'components' && second === 'examples' && path.length === 3;
  if (isOfBody) node.value = deserialised(written, path.at(-3) ?? '');
  else if (isShared) node.value = deserialised(written, undefined);
  return isOfBody || isShared;
}

/** A query string that is one form is what a query parameter says with `style: form, explode: true`. */
function spread(parameter: Tree): boolean {
  const { schema } = branch(branch(parameter, 'content'), 'application/x-www-form-urlencoded');
  if (schema === undefined) return false;
  delete parameter.content;
  Object.assign(parameter, { in: 'query', style: 'form', explode: true, schema });
  return true;
}

function nameKind(xml: Tree): boolean {
  if (xml.nodeType === 'attribute') xml.attribute = true;
  return xml.nodeType === 'attribute' || xml.nodeType === 'element';
}
