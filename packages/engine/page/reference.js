import { call, settings } from './control.js';

/** Shows the reference, and fills in the sandbox's credentials for trying it out where the reader may have them. */
const { documents } = settings;

/** The credentials under each scheme that a document has, in the words of the reference. */
function authenticationOf(schemes, { apiKey, clientId, clientSecret }) {
  const filled = Object.entries(schemes).map(([name, scheme]) => [name, filledIn(scheme)]);
  // A key works at once; a token has to be fetched.
  const preferred = Object.keys(schemes).find((name) => schemes[name].type !== 'oauth2') ?? Object.keys(schemes)[0];
  return { preferredSecurityScheme: preferred, securitySchemes: Object.fromEntries(filled) };

  function filledIn({ type, scheme, flows }) {
    if (type === 'apiKey') return { value: apiKey };
    if (type === 'basic' || scheme?.toLowerCase() === 'basic') return { username: clientId, password: clientSecret };
    if (type === 'http') return { token: apiKey };
    const flow = { 'x-scalar-client-id': clientId, clientSecret };
    return { flows: Object.fromEntries(Object.keys(flows ?? {}).map((each) => [each, flow])) };
  }
}

async function sourceOf({ title, url }, at, secrets) {
  const description = await (await fetch(url)).json();
  const schemes = description.components?.securitySchemes ?? description.securityDefinitions ?? {};
  return {
    title,
    slug: `document-${at}`,
    content: description,
    ...(secrets && { authentication: authenticationOf(schemes, secrets) }),
  };
}

const secrets = await call('/page-data').then(
  (response) => response.json(),
  () => undefined,
);
const sources = await Promise.all(documents.map((document, at) => sourceOf(document, at, secrets)));
document.documentElement.classList.toggle('framed', window.parent !== window);
window.Scalar.createApiReference('#reference', {
  sources,
  onLoaded: () => document.getElementById('opening')?.remove(),
  // Nothing here asks another machine for anything.
  telemetry: false,
  withDefaultFonts: false,
  proxyUrl: '',
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
  documentDownloadType: 'direct',
});
