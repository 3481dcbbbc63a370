import { isObject } from '../../../pact/json.ts';
import type { Json, JsonObject } from '../../../pact/pact.ts';
import { interactionId } from '../../../pact/pact-identity.ts';
import { parseExactly } from '../../publish/exact-json.ts';
import type { PublishedPact } from '../../read/pacts.ts';
import type { EventLog } from '../../record/log.ts';
import { type Links, pactHref, pacticipantHref, pairHref, versionHref } from '../links.ts';
import type { Hal } from '../route.ts';
import { isoTime } from './iso-time.ts';

export interface PactView {
  /** Where the document was asked, when not by version. */
  readonly self?: string;
  /** Where results go: below the address that carries how the pact was chosen. */
  readonly results?: string;
}

/** A pact as it was published, with links, and with the ids that results of verifications refer to. */
export function pactResource(log: EventLog, links: Links, pact: PublishedPact, view: PactView = {}): Hal {
  return {
    ...withIds(contentOf(log, pact)),
    createdAt: isoTime(pact.createdAt),
    _links: pactLinks(links, pact, view),
  };
}

/** As it was published, its numbers as they were written. */
export const contentOf = (log: EventLog, { contentHash }: PublishedPact): JsonObject =>
  parseExactly(log.content(contentHash) ?? '{}');

function withIds(content: JsonObject): JsonObject {
  const { interactions, messages } = content;
  return {
    ...content,
    ...(Array.isArray(interactions) && { interactions: interactions.map(withId) }),
    ...(Array.isArray(messages) && { messages: messages.map(withId) }),
  };
}

const withId = (interaction: Json): Json =>
  isObject(interaction) ? { ...interaction, _id: interactionId(interaction) } : interaction;

export const pactName = ({ consumer, version, provider }: PublishedPact): string =>
  `Pact between ${consumer} (${version}) and ${provider}`;

export const pactVersionHref = (links: Links, pact: PublishedPact): string =>
  pairHref(links, pact, 'pact-version', pact.hash);

function pactLinks(links: Links, pact: PublishedPact, { self, results }: PactView): Hal {
  const { consumer, provider, version } = pact;
  const content = pactVersionHref(links, pact);
  return {
    self: { title: 'Pact', name: pactName(pact), href: self ?? pactHref(links, pact) },
    'pb:consumer': { title: 'Consumer', name: consumer, href: pacticipantHref(links, consumer) },
    'pb:consumer-version': { title: 'Consumer version', name: version, href: versionHref(links, consumer, version) },
    'pb:consumer-versions': { title: 'Consumer versions with this content', href: `${content}/consumer-versions` },
    'pb:provider': { title: 'Provider', name: provider, href: pacticipantHref(links, provider) },
    'pb:pact-version': { title: 'Pact content', name: pact.hash, href: content },
    'pb:latest-pact-version': { title: 'Latest version of this pact', href: pairHref(links, pact, 'latest') },
    'pb:all-pact-versions': { title: 'All versions of this pact', href: pairHref(links, pact, 'versions') },
    'pb:latest-untagged-pact-version': {
      title: 'Latest version of this pact without a tag',
      href: pairHref(links, pact, 'latest-untagged'),
    },
    'pb:latest-tagged-pact-version': {
      title: 'Latest version of this pact with a tag',
      href: `${pairHref(links, pact, 'latest')}/{tag}`,
      templated: true,
    },
    'pb:previous-distinct': {
      title: 'Previous version of this pact with another content',
      href: `${pactHref(links, pact)}/previous-distinct`,
    },
    'pb:diff-previous-distinct': {
      title: 'What changed since the previous content',
      href: `${pactHref(links, pact)}/diff/previous-distinct`,
    },
    'pb:diff': {
      title: 'What differs from another version of this pact',
      href: `${content}/diff/pact-version/{pactVersion}`,
      templated: true,
    },
    'pb:publish-verification-results': {
      title: 'Publish verification results',
      href: `${results ?? content}/verification-results`,
    },
    'pb:latest-verification-results': { href: `${content}/verification-results/latest` },
    'pb:matrix-for-consumer-version': {
      title: 'Matrix of this version of the consumer',
      href: `${links.template('/matrix')}?q[][pacticipant]=${encodeURIComponent(consumer)}&q[][version]=${encodeURIComponent(version)}&latestby=cvpv`,
    },
  };
}
