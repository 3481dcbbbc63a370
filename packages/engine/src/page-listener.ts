import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from './engine.ts';
import { type Asset, type Assets, readAssets } from './page/assets.ts';
import { homePage } from './page/home-page.ts';
import { pageHeaders, SNIFFED_NEVER } from './page/page-headers.ts';
import { referencePage } from './page/reference-page.ts';
import { servedDescription } from './page/served-description.ts';
import { wantsPage } from './page/wants-page.ts';
import { answersHtmlAtRoot, homeView, operationViews, PAGES, type PageAddress, referenceView } from './page-views.ts';
import { resolveSandbox } from './resolve/resolve-sandbox.ts';

/**
 * The pages of the sandboxes, on the data port: their homes, the reference, and the files that these load. Open to whoever may call
 * the API, and no secret is in them. No fault touches them, and the journal has none of them.
 */
export interface PageListener {
  /** Answers a request that is for a page; false leaves it to the data plane. `listenerOf`: the sandbox whose own port was asked. */
  answers(message: IncomingMessage, response: ServerResponse, listenerOf: string | undefined): boolean;
}

export interface PageListenerOptions {
  /** Whether the port speaks TLS. */
  readonly secured: boolean;
  /** Where clients reach the double, if not by its own address. */
  readonly publicUrl: string | undefined;
}

const HOME_TARGET = /^\/(?:~[^/?]+\/?)?(?:\?|$)/;
const PAGE_TARGET = /^\/(?:~[^/?]+\/)?_stunt\/page(?:[/?]|$)/;
/** What comes after the first slash in them: nothing, or one of these. An ordinary request has neither. */
const SLASHED = new Set([undefined, '?', '_', '~']);
const READING = new Set(['GET', 'HEAD']);

/** What is sent, whole. */
interface Page {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array;
}

export function createPageListener(engine: Engine, options: PageListenerOptions): PageListener {
  let assets: Assets | undefined;
  let isTaken: boolean | undefined;
  /** Where `/` is somebody else's; `/_stunt/page` is the home in any case. */
  const homeIsTaken = (): boolean => {
    isTaken ??= engine.upstream !== undefined || answersHtmlAtRoot(engine);
    return isTaken;
  };
  return {
    answers(message, response, listenerOf) {
      const { url: target = '/', headers, method = 'GET' } = message;
      if (!SLASHED.has(target[1])) return false;
      const isHome = HOME_TARGET.test(target);
      if (isHome ? !READING.has(method) || !wantsPage(headers.accept) || homeIsTaken() : !PAGE_TARGET.test(target))
        return false;
      const resolved = resolveSandbox(target, headers.host, engine.sandboxes, listenerOf, engine.ownHost);
      if (resolved.kind !== 'sandbox' && resolved.kind !== 'reserved') return false;
      assets ??= readAssets();
      const address: PageAddress = {
        origin: originOf(headers.host, options),
        prefix: /^\/~[^/?]+/.exec(target)?.[0] ?? '',
        sandbox: resolved.name,
        // Below its name its own key is good; a port of its own has no such path.
        control: listenerOf === undefined ? `/~${resolved.name}/_stunt` : '/_stunt',
        nonce: engine.options.secrets.token(16),
        digest: assets.digest,
      };
      const [path = '', query] = resolved.target.split('?', 2);
      const asked = isHome ? '' : path.slice(PAGES.length);
      const page = READING.has(method) ? pageAt(engine, assets, address, asked, query) : READ_ONLY;
      send(message, response, page);
      return true;
    },
  };
}

function pageAt(engine: Engine, assets: Assets, address: PageAddress, path: string, query: string | undefined): Page {
  const { nonce } = address;
  switch (path) {
    case '':
    case '/':
      return { status: 200, headers: pageHeaders(nonce, 'home'), body: homePage(homeView(engine, address)) };
    case '/reference': {
      const body = referencePage(referenceView(engine, address));
      return { status: 200, headers: pageHeaders(nonce, 'reference'), body };
    }
    case '/operations.json':
      return json({ operations: operationViews(engine) });
    case '/openapi.json': {
      const at = Number(new URLSearchParams(query).get('document') ?? 0);
      const document = engine.mounts[at]?.document;
      const description = document && servedDescription(document, address, engine.mounts.length > 1);
      return description === undefined ? NOTHING : json(description);
    }
    default:
      return assetAt(assets, path) ?? NOTHING;
  }
}

const json = (value: unknown): Page => ({
  status: 200,
  headers: ['Content-Type', 'application/json', 'Cache-Control', 'no-cache', ...SNIFFED_NEVER],
  body: JSON.stringify(value),
});

const plain = (status: number, body: string, ...headers: string[]): Page => ({
  status,
  headers: ['Content-Type', 'text/plain; charset=utf-8', ...headers, ...SNIFFED_NEVER],
  body,
});

const READ_ONLY = plain(405, 'Pages are read.\n', 'Allow', 'GET, HEAD');
const NOTHING = plain(404, 'There is no such page.\n');

/** By an address that changes with what is there, so that it may be kept for good. */
function assetAt({ digest, get }: Assets, path: string): (Page & Pick<Asset, 'zipped'>) | undefined {
  const asset = path.startsWith(`/${digest}/`) ? get(path.slice(digest.length + 2)) : undefined;
  if (asset === undefined) return undefined;
  const { mediaType, bytes, zipped } = asset;
  const kept = ['Cache-Control', 'public, max-age=31536000, immutable', 'Vary', 'Accept-Encoding'];
  return { status: 200, headers: ['Content-Type', mediaType, ...kept, ...SNIFFED_NEVER], body: bytes, zipped };
}

function send(message: IncomingMessage, response: ServerResponse, page: Page & Partial<Pick<Asset, 'zipped'>>): void {
  const zipped = /\bgzip\b/.test(String(message.headers['accept-encoding'] ?? '')) ? page.zipped : undefined;
  const body = zipped ?? page.body;
  const length = ['Content-Length', String(Buffer.byteLength(body))];
  const coding = zipped === undefined ? [] : ['Content-Encoding', 'gzip'];
  response.writeHead(page.status, [...page.headers, ...length, ...coding]);
  response.end(message.method === 'HEAD' ? undefined : body);
  // What was sent along is nobody's.
  message.resume();
}

/** As the reader's browser has it: what is copied from the page works there, and the page may call it. */
function originOf(host: string | undefined, { secured, publicUrl }: PageListenerOptions): string {
  const shown = host !== undefined && HOST.test(host) ? host : 'localhost';
  // Before us somebody else may speak TLS.
  if (publicUrl !== undefined && new URL(publicUrl).host === shown) return new URL(publicUrl).origin;
  return `${secured ? 'https' : 'http'}://${shown}`;
}

const HOST = /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i;
