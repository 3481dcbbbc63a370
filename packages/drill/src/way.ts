/** How requests were to reach the double, for the case that none does. */
export type Way =
  /** Variables that hold its URL, beside STUNT_URL. */
  | { readonly kind: 'variables'; readonly names: readonly string[] }
  /** Connections to a host that is built in: `api.example.com:443`. */
  | { readonly kind: 'intercept'; readonly host: string }
  /** An app that runs, by its URL, and where it was to ask its API. */
  | { readonly kind: 'attach'; readonly app: string; readonly api: string };

/** What was expected and did not come, behind "The command passed, and". */
export function missedWords(way: Way): string {
  switch (way.kind) {
    case 'variables':
      return `sent no request to the double: it ignored ${offered(way.names)}`;
    case 'intercept':
      return `no connection to ${way.host} came through`;
    case 'attach':
      return `${way.app} asked nothing at ${way.api}; it was to be pointed there`;
  }
}

/** What to do where it passes otherwise; undefined where the error's own hint says it. */
export function missedHint(way: Way): string | undefined {
  switch (way.kind) {
    case 'variables':
      return undefined;
    case 'intercept':
      return `Check that ${way.host} is what the client calls. One that pins certificates, has a store of them of its own (Java), or heeds neither HTTPS_PROXY nor NODE_OPTIONS is not reached.`;
    case 'attach':
      return `Start the app with ${way.api} as the base URL of its API, and check that what the probe asks of it needs that.`;
  }
}

/** What to do where the command failed and nothing came. */
export function failedHint(way: Way): string {
  switch (way.kind) {
    case 'variables':
      return `Make it pass without a drill first. If it does, it takes its base URL from none of ${offered(way.names)}: name the variable that it reads, --env NAME, or the host that is built in, --intercept https://HOST.`;
    case 'intercept':
      return `Make it pass without a drill first. If it does, no connection to ${way.host} came through: ${missedHint(way)}`;
    case 'attach':
      return `Start the app, with ${way.api} as the base URL of its API, and see that ${way.app} answers; then drill again.`;
  }
}

const offered = (names: readonly string[]): string => ['STUNT_URL', ...names].join(', ');
