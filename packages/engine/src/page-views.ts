import type { Engine } from './engine.ts';
import { matchMounts } from './mount.ts';
import type { ApiDocument } from './operation.ts';
import { firstCall } from './page/first-call.ts';
import { firstParagraph } from './page/first-paragraph.ts';
import type { DocumentView, HomeView, OperationView } from './page/home-page.ts';
import type { ReferenceView } from './page/reference-page.ts';
import type { SandboxAddress } from './page/served-description.ts';

/** For whom a page is made. */
export interface PageAddress extends SandboxAddress {
  readonly sandbox: string;
  /** Path of its own control API. */
  readonly control: string;
  readonly nonce: string;
  /** Of the files that pages load. */
  readonly digest: string;
}

export const PAGES = '/_stunt/page';

export function homeView(engine: Engine, address: PageAddress): HomeView {
  const { sandbox, prefix } = address;
  const documents = documentsOf(engine);
  return {
    ...address,
    auth: engine.registry.get(sandbox)?.auth ?? 'presence',
    forwards: engine.upstream !== undefined,
    assets: assetsOf(address),
    pages: prefix + PAGES,
    documents: documents.map(documentView),
    firstCall: documents.flatMap((document) => firstCallOf(document, documents.length > 1) ?? [])[0],
  };
}

export function referenceView(engine: Engine, address: PageAddress): ReferenceView {
  const { sandbox, prefix, nonce, control } = address;
  const documents = documentsOf(engine).flatMap(({ title, format }, at) =>
    format === 'postman-2' ? [] : [{ title, url: `${prefix}${PAGES}/openapi.json?document=${at}` }],
  );
  return { sandbox, nonce, control, assets: assetsOf(address), home: `${prefix}/`, documents };
}

/** Of all documents, for lists to choose from. */
export const operationViews = (engine: Engine): OperationView[] => documentsOf(engine).flatMap(viewsOf);

/** Whether a document offers HTML at `/` itself; then a browser that asks for it wants that. */
export function answersHtmlAtRoot(engine: Engine): boolean {
  const matched = matchMounts(engine, 'GET', '/');
  if (matched.kind !== 'matched') return false;
  try {
    const { responses } = matched.operation.model();
    return responses.some(({ contents }) => contents?.some(({ mediaType }) => /^text\/html\b/i.test(mediaType)));
  } catch {
    // It cannot be read, so that it answers nothing that a browser shows.
    return false;
  }
}

const assetsOf = ({ prefix, digest }: PageAddress): string => `${prefix}${PAGES}/${digest}`;

const documentsOf = ({ mounts }: Engine): ApiDocument[] => mounts.map(({ document }) => document);

const viewsOf = ({ operations }: ApiDocument): OperationView[] =>
  operations.map(({ id, method, template, summary }) => ({ id, method, template, summary }));

function documentView(document: ApiDocument): DocumentView {
  const { title, version, root, format, securitySchemes } = document;
  return {
    title,
    version,
    description: firstParagraph(descriptionOf(root)),
    isOpenApi: format !== 'postman-2',
    hasTokens: securitySchemes.some(({ kind }) => /^(oauth2|openIdConnect)/.test(kind)),
    operations: viewsOf(document),
  };
}

function descriptionOf(root: unknown): unknown {
  if (typeof root !== 'object' || root === null || !('info' in root)) return undefined;
  const { info } = root;
  return typeof info === 'object' && info !== null && 'description' in info ? info.description : undefined;
}

/** Several documents are told apart by their base paths. */
function firstCallOf(document: ApiDocument, withBasePath: boolean): HomeView['firstCall'] {
  const found = firstCall(document);
  return found && { ...found, path: (withBasePath ? (document.basePaths[0] ?? '') : '') + found.path };
}
