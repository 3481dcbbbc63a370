import { followRef } from './json-pointer.ts';
import type { Draft, LoadedFile } from './loaded-file.ts';
import type { IndexedOperation } from './operations.ts';
import { branch, isTree, type Tree } from './tree.ts';

/** What is wrong with operations as a whole: ids used twice, paths that name other parameters than are declared. Reads no schema. */
export function inspectOperations(root: Tree, file: LoadedFile, indexed: readonly IndexedOperation[]): Draft[] {
  const about = indexed.flatMap((entry) => {
    const { method, template } = entry.operation;
    return [
      ...duplicateId(file, entry),
      ...pathParameters(root, file, entry),
      ...security(root, file, `${method} ${template}`, entry.source, entry.tokens),
    ];
  });
  return [...security(root, file, 'The document', root, []), ...about];
}

function duplicateId(file: LoadedFile, { operation, duplicateOf, tokens }: IndexedOperation): Draft[] {
  if (duplicateOf === undefined) return [];
  const first = `${duplicateOf.method} ${duplicateOf.template}`;
  const message = `operationId ${JSON.stringify(duplicateOf.id)} names ${first} already; this one goes by ${JSON.stringify(operation.id)}`;
  return [
    { severity: 'warning', code: 'SPEC_OPERATION_ID_DUPLICATE', message, file, tokens: [...tokens, 'operationId'] },
  ];
}

function pathParameters(root: Tree, file: LoadedFile, { operation, item, source, tokens }: IndexedOperation): Draft[] {
  const named = new Set([...operation.template.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name));
  const declared = new Set<string>();
  for (const list of [item.parameters, source.parameters]) {
    if (!Array.isArray(list)) continue;
    for (const entry of list) {
      const parameter = followRef(root, entry);
      // A reference that was taken out says why on its own.
      if (isTree(parameter) && parameter.in === 'path') declared.add(String(parameter.name));
    }
  }
  const about = `${operation.method} ${operation.template}`;
  const undeclared = [...named].filter((name) => !declared.has(name));
  const unnamed = [...declared].filter((name) => !named.has(name));
  return [
    ...undeclared.map((name) => `{${name}} in ${about} is not declared: any value is taken`),
    ...unnamed.map(
      (name) => `${about} declares the path parameter ${JSON.stringify(name)}, but its path does not have it`,
    ),
  ].map((message) => ({ severity: 'warning', code: 'SPEC_PATH_PARAMETER_MISMATCH', message, file, tokens }));
}

/** http-spec leaves such a requirement out, and the operation would be open without a word. */
function security(root: Tree, file: LoadedFile, who: string, owner: Tree, tokens: readonly string[]): Draft[] {
  if (!Array.isArray(owner.security)) return [];
  const schemes = { ...branch(root, 'securityDefinitions'), ...branch(branch(root, 'components'), 'securitySchemes') };
  const names = owner.security.filter(isTree).flatMap((alternative) => Object.keys(alternative));
  return [...new Set(names)]
    .filter((name) => !Object.hasOwn(schemes, name))
    .map((name) => ({
      severity: 'warning',
      code: 'SPEC_SECURITY_UNDEFINED',
      message: `${who} asks for ${JSON.stringify(name)}, which is no security scheme of the document`,
      file,
      tokens: [...tokens, 'security'],
    }));
}
