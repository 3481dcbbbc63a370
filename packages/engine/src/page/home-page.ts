import type { AuthMode } from '../sandbox.ts';
import { callLines } from './call-lines.ts';
import type { FirstCall } from './first-call.ts';
import { type Html, html, jsonBlock } from './html.ts';
import type { SandboxAddress } from './served-description.ts';

/** What the home of a sandbox tells; nothing in it is a secret. */
export interface HomeView extends SandboxAddress {
  readonly sandbox: string;
  readonly auth: AuthMode;
  /** Whether a real API answers. */
  readonly forwards: boolean;
  /** Path of its own control API: `/~acme/_stunt`. */
  readonly control: string;
  /** Path below which the files of the page are: `/_stunt/page/1f0c…`. */
  readonly assets: string;
  /** Path of the pages themselves: `/~acme/_stunt/page`. */
  readonly pages: string;
  readonly nonce: string;
  readonly documents: readonly DocumentView[];
  readonly firstCall: FirstCall | undefined;
}

export interface DocumentView {
  readonly title: string;
  readonly version: string;
  readonly description: string | undefined;
  /** Whether there is a reference of it. */
  readonly isOpenApi: boolean;
  readonly hasTokens: boolean;
  readonly operations: readonly OperationView[];
}

export interface OperationView {
  readonly id: string;
  readonly method: string;
  readonly template: string;
  readonly summary: string | undefined;
}

/** More are in the reference, which is made for it. */
const LISTED_OPERATIONS = 60;
/** A larger document is read on a page of its own, when somebody asks for it. */
const FRAMED_OPERATIONS = 300;

/** The home of a sandbox as one page. What is alive in it comes from scripts; what stands in it holds without them. */
export function homePage(view: HomeView): string {
  const [document] = view.documents;
  const title = document?.title ?? 'API';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · sandbox ${view.sandbox}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" nonce="${view.nonce}" href="${view.assets}/home.css">
<script type="module" nonce="${view.nonce}" src="${view.assets}/home.js"></script>
</head>
<body>
<a class="skip" href="#start">Skip to the first call</a>
${heading(view, document)}
<main>
<div class="columns">
${start(view)}
${requests()}
</div>
${faults()}
${reference(view)}
</main>
<footer>
<p>Served by <strong>Stuntdouble</strong>, a test double. ${view.forwards ? 'Calls are passed on to a real API.' : 'No call that you make here reaches a real system.'}</p>
<div class="live reset"><span id="reset-note" role="status"></span>
<button type="button" id="reset">Reset sandbox …</button></div>
</footer>
${jsonBlock('settings', { control: view.control, pages: view.pages })}
</body>
</html>
`.text;
}

function heading({ sandbox, documents }: HomeView, document: DocumentView | undefined): Html {
  const others = documents
    .slice(1)
    .map(({ title, version }) => html`<li>${title} <span class="version">${version}</span></li>`);
  return html`<header class="top">
<p class="kind"><span class="mark" aria-hidden="true"></span>Test sandbox <strong>${sandbox}</strong></p>
<h1>${document?.title ?? 'API'} ${document?.version && html`<span class="version">${document.version}</span>`}</h1>
${document?.description && html`<p class="lead">${document.description}</p>`}
${others.length > 0 && html`<p>Also served here:</p><ul class="also">${others}</ul>`}
</header>`;
}

function start(view: HomeView): Html {
  const base = view.origin + view.prefix;
  return html`<section class="card" id="start" aria-labelledby="start-title" tabindex="-1">
<h2 id="start-title">Start here</h2>
<h3>Base URL</h3>
<div class="copyable"><code id="base-url">${base}</code>${copyButton('base-url', 'Copy the base URL')}</div>
${!view.forwards && credentials(view)}
<h3>A first call</h3>
${view.firstCall === undefined ? html`<p class="note">No operation can be called without parameters; see the reference below.</p>` : firstCallOf(view, view.firstCall)}
</section>`;
}

/** Of the double; a real API has its own. */
function credentials({ documents, origin, prefix, sandbox }: HomeView): Html {
  const hasTokens = documents.some((document) => document.hasTokens);
  return html`<h3>Credentials</h3>
<div class="live">
<button type="button" class="primary" id="show-credentials" aria-expanded="false" aria-controls="credentials">Show the credentials</button>
<dl id="credentials" hidden>
${secret('api-key', 'API key')}
${secret('client-id', 'Client id')}
${secret('client-secret', 'Client secret')}
</dl>
${hasTokens && html`<p class="note">Tokens (client credentials): <code>${origin}${prefix}/_auth/token</code></p>`}
<form id="unlock" hidden>
<label for="control-key">Control key of this sandbox</label>
<p class="note" id="unlock-why"></p>
<div class="row"><input id="control-key" type="password" autocomplete="off" spellcheck="false" required aria-describedby="unlock-why">
<button type="submit" class="primary">Unlock</button></div>
</form>
</div>
<noscript><p class="note">Without scripts this page shows no key: <code>stunt sandbox show ${sandbox}</code> prints it.</p></noscript>`;
}

const copyButton = (target: string, label: string): Html =>
  html`<button type="button" class="copy live" data-copies="${target}" aria-label="${label}">Copy</button>`;

const secret = (id: string, name: string): Html =>
  html`<div><dt>${name}</dt><dd class="copyable"><code id="${id}"></code>${copyButton(id, `Copy: ${name}`)}</dd></div>`;

function firstCallOf(view: HomeView, call: FirstCall): Html {
  const placeholder =
    call.credential.kind !== 'none' &&
    !view.forwards &&
    html`<p class="note live" id="placeholder-note">Show the credentials, and they are in it.</p>`;
  return html`<p class="note">${call.summary ?? call.operation}</p>
<div class="copyable block"><pre tabindex="0" aria-label="The first call, for a terminal"><code id="first-call">${callLines(view, call)}</code></pre>${copyButton('first-call', 'Copy the first call')}</div>
${placeholder}`;
}

const requests = (): Html => html`<section class="card" aria-labelledby="requests-title">
<h2 id="requests-title">Last requests</h2>
<noscript><p class="note">With scripts, the last requests stand here: <code>stunt requests</code> lists them.</p></noscript>
<p class="note live" id="requests-note" role="status">Waiting for the journal …</p>
<ol class="requests" id="requests"></ol>
</section>`;

const faults = (): Html => html`<section class="card live" aria-labelledby="faults-title">
<h2 id="faults-title">Let it fail</h2>
<p class="note">For this sandbox only. A switch goes back by itself after ten minutes.</p>
<p class="row"><label for="fault-operation">What fails</label>
<select id="fault-operation"><option value="">every operation</option></select></p>
<ul class="switches" id="switches"></ul>
<details id="more-faults" hidden><summary>All other faults (<span id="more-count"></span>)</summary>
<ul class="switches" id="more-switches"></ul></details>
<p class="note" id="faults-note" role="status"></p>
<ul class="rules" id="rules"></ul>
</section>`;

function reference(view: HomeView): Html {
  const { documents } = view;
  const operations = documents.flatMap((document) => document.operations);
  const hasReference = documents.some(({ isOpenApi }) => isOpenApi);
  const address = `${view.pages}/reference`;
  const frame =
    operations.length <= FRAMED_OPERATIONS &&
    html`<iframe class="live" title="API reference" loading="lazy" src="${address}"></iframe>`;
  return html`<section class="reference" aria-labelledby="reference-title">
<div class="row apart"><h2 id="reference-title">API reference</h2>
${hasReference && html`<a class="live" href="${address}">Open on its own page</a>`}</div>
${operationList(operations)}
${hasReference && (frame || html`<p class="note live">It is large: the reference has a page of its own, and takes a while to open.</p>`)}
</section>`;
}

function operationList(operations: readonly OperationView[]): Html {
  const rows = operations
    .slice(0, LISTED_OPERATIONS)
    .map(
      ({ id, method, template, summary }) =>
        html`<tr><td class="method">${method}</td><td><code>${template}</code></td><td>${summary ?? id}</td></tr>`,
    );
  const more = operations.length - rows.length;
  return html`<details class="operations"><summary>${operations.length} ${operations.length === 1 ? 'operation' : 'operations'} at a glance</summary>
<div class="scrolls" tabindex="0" role="region" aria-label="Operations"><table>
<thead><tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col">What it does</th></tr></thead>
<tbody>
${rows}
</tbody></table></div>
${more > 0 && html`<p class="note">And ${more} more, which the reference has.</p>`}
</details>`;
}
