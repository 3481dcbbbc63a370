import type { ApiDocument } from '../operation.ts';

/** Where a sandbox answers, as the reader of a page reaches it. */
export interface SandboxAddress {
  /** `http://localhost:4010`. */
  readonly origin: string;
  /** `/~acme`, or nothing. */
  readonly prefix: string;
}

type Tree = Readonly<Record<string, unknown>>;

/**
 * The document as it is read beside a sandbox: whatever servers and token endpoints it names, those of the sandbox stand there, so
 * that trying it out reaches no other machine. Undefined for what is no OpenAPI document. Never changes the document itself.
 */
export function servedDescription(
  { root, basePaths, format }: ApiDocument,
  { origin, prefix }: SandboxAddress,
  withBasePath: boolean,
): Tree | undefined {
  if (!isTree(root) || format === 'postman-2') return undefined;
  const path = prefix + (withBasePath ? (basePaths[0] ?? '') : '');
  const issuer = `${origin}${prefix}/_auth`;
  const paths = mapTrees(root.paths, (item) => mapMembers(withoutServers(item), withoutServers));
  if (format === 'openapi-2.0') {
    const { protocol, host } = new URL(origin);
    const address = { schemes: [protocol.slice(0, -1)], host, basePath: path === '' ? '/' : path };
    const securityDefinitions = mapTrees(root.securityDefinitions, (scheme) => ownUrls(scheme, issuer));
    return { ...root, ...address, paths, ...(root.securityDefinitions !== undefined && { securityDefinitions }) };
  }
  const served = { ...root, servers: [{ url: origin + path, description: 'This sandbox' }], paths };
  const { components } = root;
  if (!isTree(components) || !isTree(components.securitySchemes)) return served;
  const securitySchemes = mapTrees(components.securitySchemes, (scheme) => ownFlows(scheme, issuer));
  return { ...served, components: { ...components, securitySchemes } };
}

function ownFlows(scheme: Tree, issuer: string): Tree {
  if (scheme.type === 'openIdConnect')
    return { ...scheme, openIdConnectUrl: `${issuer}/.well-known/openid-configuration` };
  return isTree(scheme.flows) ? { ...scheme, flows: mapTrees(scheme.flows, (flow) => ownUrls(flow, issuer)) } : scheme;
}

const ownUrls = (flow: Tree, issuer: string): Tree => ({
  ...flow,
  ...('tokenUrl' in flow && { tokenUrl: `${issuer}/token` }),
  ...('refreshUrl' in flow && { refreshUrl: `${issuer}/token` }),
  ...('authorizationUrl' in flow && { authorizationUrl: `${issuer}/authorize` }),
});

function withoutServers(tree: Tree): Tree {
  const { servers: _, ...rest } = tree;
  return rest;
}

function mapTrees(tree: unknown, change: (each: Tree) => Tree): unknown {
  return isTree(tree) ? mapMembers(tree, change) : tree;
}

function mapMembers(tree: Tree, change: (each: Tree) => Tree): Tree {
  return Object.fromEntries(Object.entries(tree).map(([name, each]) => [name, isTree(each) ? change(each) : each]));
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
