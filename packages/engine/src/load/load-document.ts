import type { ApiDocument, DocumentFormat, Finding } from '../operation.ts';
import { basePaths, givenBase } from './base-paths.ts';
import { type Detected, detectFormat } from './detect-format.ts';
import { type Gathered, gatherFiles, MOUNT } from './gather-files.ts';
import { inspectOperations } from './inspect-operations.ts';
import { inspectStructure } from './inspect-structure.ts';
import { keepSiblings } from './keep-siblings.ts';
import type { Draft, LoadedFile } from './loaded-file.ts';
import { placeFindings, rememberProvenance } from './locate.ts';
import { operationModels } from './operation-model.ts';
import { type IndexedOperation, indexOperations, listWebhooks } from './operations.ts';
import { applyOverlays } from './overlay/apply-overlays.ts';
import { parseText } from './parse-text.ts';
import { readPostman } from './postman.ts';
import { readSource } from './read-source.ts';
import { resolveReferences } from './resolve-references.ts';
import { securitySchemes } from './security-schemes.ts';
import { displayName, locationOf, shortName, sourceUrl } from './source-location.ts';
import { survey } from './survey.ts';
import { branch, isTree, type Tree, text } from './tree.ts';

export interface LoadOptions {
  /** What messages call the document. @default the name of its file */
  readonly name?: string;
  /** Serves the operations below this path instead of those of `servers`: `/billing`. */
  readonly basePath?: string;
  /** OpenAPI Overlays to apply to it, in this order: paths or URLs. @default none */
  readonly overlays?: readonly string[];
  /** What relative paths are relative to. @default the working directory */
  readonly cwd?: string;
  /** Ends waiting for documents on the web. @default 10 s for each */
  readonly signal?: AbortSignal;
}

/**
 * Reads a description, bundles what it refers to, and lists its operations. Does no work on schemas, and never stops at
 * what only a part of the document suffers from: that becomes a finding. Throws a StuntError where nothing can be served.
 */
export async function loadDocument(source: string, options: LoadOptions = {}): Promise<ApiDocument> {
  const cwd = options.cwd ?? process.cwd();
  const url = sourceUrl(source, cwd);
  const name = options.name ?? shortName(url);
  const content = await readSource(url, options.signal);
  const shown = displayName(url, cwd);
  const detected = detectFormat(await parseText(content, shown), shown);
  if (detected.kind === 'postman') return loadPostman(detected.root, url, name, cwd, options.basePath);
  const changed = await applyOverlays(detected.root, options.overlays ?? [], { cwd, signal: options.signal });
  const main = openFile(url, shown, content, detected.root, [], detected.format);
  const gathered = await gatherFiles(main, async (other, mount) => {
    const more = await readSource(other, options.signal);
    const otherName = displayName(other, cwd);
    return openFile(other, otherName, more, await parseReferred(more, otherName), mount, detected.format);
  });
  return loadOpenApi(main, detected, gathered, name, cwd, options.basePath, changed);
}

async function loadOpenApi(
  main: LoadedFile,
  { root, format, dialect }: Extract<Detected, { kind: 'openapi' }>,
  gathered: Gathered,
  name: string,
  cwd: string,
  basePath: string | undefined,
  changed: readonly Finding[],
): Promise<ApiDocument> {
  const files = [...gathered.files.values()];
  const others = files.filter(({ mount }) => mount.length > 0);
  if (others.length > 0) root[MOUNT] = Object.fromEntries(others.map(({ mount, tree }) => [mount[1], tree]));
  const broken = resolveReferences(root, gathered);
  keepSiblings(
    root,
    files.flatMap(({ survey: { schemaRefs } }) => schemaRefs),
    dialect === 'json-schema',
  );
  const indexed = indexOperations(root, format, await operationModels(root, format));
  const webhooks = listWebhooks(root, format);
  const drafts = [
    ...broken,
    ...inspectStructure(root, format, main, indexed),
    ...inspectOperations(root, main, indexed),
    ...files.flatMap(unserved),
    ...nothingToServe(main, indexed.length + webhooks.length),
  ];
  const document: ApiDocument = {
    ...heading(root, name),
    source: locationOf(main.url),
    files: files.map(({ url }) => locationOf(url)),
    format,
    dialect,
    root,
    basePaths: basePath === undefined ? basePaths(root, servingTrees(indexed), main.url) : givenBase(basePath),
    operations: indexed.map(({ operation }) => operation),
    webhooks,
    mediaTypes: [...new Set(files.flatMap((file) => [...file.survey.mediaTypes]))].sort(),
    securitySchemes: securitySchemes(root),
    findings: [...placeFindings(drafts), ...changed],
  };
  rememberProvenance(document, { cwd, files: files.map(({ url, mount }) => ({ url, mount })) });
  return document;
}

/** What `servers` of their own may stand in: path items and operations. */
const servingTrees = (indexed: readonly IndexedOperation[]): Set<Tree> =>
  new Set(indexed.flatMap(({ item, source }) => [item, source]));

async function loadPostman(root: Tree, url: URL, name: string, cwd: string, basePath?: string): Promise<ApiDocument> {
  const { operations, models, basePaths: inVariables } = await readPostman(root);
  const bodies = models.flatMap(({ request, responses }) => [request?.body, ...responses]);
  const schemes = models.flatMap(({ security = [] }) => security.flat());
  const kinds = new Map(
    schemes.map((scheme) => [scheme.key, 'scheme' in scheme ? `${scheme.type} ${scheme.scheme}` : scheme.type]),
  );
  const location = locationOf(url);
  const document: ApiDocument = {
    ...heading(root, name),
    source: location,
    files: [location],
    format: 'postman-2',
    dialect: 'json-schema',
    root,
    basePaths: basePath === undefined ? inVariables : givenBase(basePath),
    operations,
    webhooks: [],
    mediaTypes: [...new Set(bodies.flatMap((body) => body?.contents ?? []).map(({ mediaType }) => mediaType))].sort(),
    securitySchemes: [...kinds].map(([scheme, kind]) => ({ name: scheme, kind })),
    findings: operations.length > 0 ? [] : [nothing],
  };
  rememberProvenance(document, { cwd, files: [{ url, mount: [] }] });
  return document;
}

function heading(root: Tree, name: string): Pick<ApiDocument, 'name' | 'title' | 'version'> {
  const info = branch(root, 'info');
  return {
    name,
    title: text(info.title) ?? text(info.name) ?? name,
    version: typeof info.version === 'object' ? '' : String(info.version ?? ''),
  };
}

function openFile(
  url: URL,
  name: string,
  content: string,
  tree: unknown,
  mount: readonly string[],
  format: DocumentFormat,
): LoadedFile {
  return { url, name, text: content, tree, mount, survey: survey(tree, { format, isRoot: mount.length === 0 }) };
}

/** Descriptions may be split into Markdown files, which are text and nothing else. */
function parseReferred(content: string, name: string): Promise<unknown> | string {
  return /\.(?:md|markdown|txt|html?)$/i.test(name) ? content : parseText(content, name);
}

const nothing = {
  severity: 'warning',
  code: 'SPEC_NO_OPERATIONS',
  message: 'the document describes no operation: every path answers 404',
} as const;

const nothingToServe = (file: LoadedFile, count: number): Draft[] =>
  count > 0 ? [] : [{ ...nothing, file, tokens: isTree(file.tree) && 'paths' in file.tree ? ['paths'] : [] }];

function unserved(file: LoadedFile): Draft[] {
  return file.survey.novelties.map(({ what, tokens }) => ({
    severity: 'warning',
    code: 'SPEC_NOT_SERVED',
    message: `${what} of OpenAPI 3.2 is not served yet`,
    file,
    tokens,
  }));
}
