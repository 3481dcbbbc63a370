import { html, jsonBlock } from './html.ts';

export interface ReferenceView {
  readonly control: string;
  readonly assets: string;
  /** Path of the sandbox's home. */
  readonly home: string;
  readonly nonce: string;
  readonly sandbox: string;
  /** Those that can be shown, with the address of their description. */
  readonly documents: readonly { readonly title: string; readonly url: string }[];
}

/** The page that shows the reference of a sandbox's documents, alone or in a frame of the home. It loads them itself, whatever their size. */
export function referencePage(view: ReferenceView): string {
  const { nonce, assets, control, home, documents, sandbox } = view;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${documents[0]?.title ?? 'API'} · reference · sandbox ${sandbox}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets}/reference.css">
<script nonce="${nonce}" src="${assets}/scalar.js" defer></script>
<script type="module" nonce="${nonce}" src="${assets}/reference.js"></script>
</head>
<body>
<p id="back"><a href="${home}">Home of this sandbox</a></p>
<p id="opening" class="opening">The reference opens …</p>
<main id="reference" aria-label="API reference"></main>
<noscript><p>The reference needs scripts.</p></noscript>
${jsonBlock('settings', { control, documents })}
</body>
</html>
`.text;
}
