/** Addresses in answers: below the one that the client asked, every part encoded. */
export interface Links {
  readonly base: string;
  /** `/` and the parts. A template's `{name}` is passed as it is by `template`. */
  to(...parts: readonly string[]): string;
  /** @param path with `{name}` where the client fills something in */
  template(path: string): string;
}

export function linksBelow(base: string): Links {
  return {
    base,
    to: (...parts) => `${base}/${parts.map(encodePart).join('/')}`,
    template: (path) => base + path,
  };
}

/** As encodeURIComponent, and what some clients take for the end of a template or of a list. */
export const encodePart = (part: string): string =>
  encodeURIComponent(part).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

export const pacticipantHref = (links: Links, name: string): string => links.to('pacticipants', name);

export const versionHref = (links: Links, name: string, version: string): string =>
  links.to('pacticipants', name, 'versions', version);

export const branchVersionHref = (links: Links, name: string, branch: string, version: string): string =>
  links.to('pacticipants', name, 'branches', branch, 'versions', version);

export interface PactNames {
  readonly consumer: string;
  readonly provider: string;
}

export const pairHref = (links: Links, { consumer, provider }: PactNames, ...rest: readonly string[]): string =>
  links.to('pacts', 'provider', provider, 'consumer', consumer, ...rest);

export const pactHref = (links: Links, pact: PactNames & { readonly version: string }): string =>
  pairHref(links, pact, 'version', pact.version);
