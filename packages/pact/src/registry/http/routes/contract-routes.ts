import { isObject } from '../../../pact/json.ts';
import type { Json, JsonObject } from '../../../pact/pact.ts';
import { type ContractsToPublish, type ContractToPublish, publishContracts } from '../../publish/publish-contracts.ts';
import { findPacticipant } from '../../read/pacticipants.ts';
import { type Links, pactHref, pacticipantHref, versionHref } from '../links.ts';
import { pactName } from '../resources/pact-resource.ts';
import { pacticipantResource } from '../resources/pacticipant-resource.ts';
import { versionSummary } from '../resources/version-resource.ts';
import { type Call, conflict, invalid, ok, type Reply, type Route } from '../route.ts';

/** Publishing: all contracts of one version of a consumer in one request. */
export const contractRoutes: readonly Route[] = [{ method: 'POST', path: '/contracts/publish', handle: publish }];

function publish({ body, log, links, settings }: Call): Reply {
  const asked = contractsIn(body);
  if ('errors' in asked) return invalid(asked.errors);
  const published = publishContracts(log, asked, settings);
  switch (published.kind) {
    case 'invalid':
      return { status: 400, body: { errors: { contracts: published.errors }, notices: noticesOf(published.errors) } };
    case 'conflict':
      return conflict({
        errors: { contracts: published.notices.map(({ text }) => text) },
        notices: published.notices,
      });
    case 'published': {
      const { version, pacts, notices } = published;
      const pacticipant = findPacticipant(log.tables, asked.consumer);
      return ok({
        notices,
        logs: notices.map(({ type, text }) => ({
          level: type,
          message: text,
          deprecationWarning: 'Replaced by notices',
        })),
        _embedded: {
          ...(pacticipant && { pacticipant: pacticipantResource(log.tables, links, pacticipant) }),
          version: versionSummary(log.tables, links, version),
        },
        _links: {
          'pb:pacticipant': {
            title: 'Pacticipant',
            name: asked.consumer,
            href: pacticipantHref(links, asked.consumer),
          },
          'pb:pacticipant-version': {
            title: 'Pacticipant version',
            name: asked.version,
            href: versionHref(links, asked.consumer, asked.version),
          },
          'pb:pacticipant-version-tags': asked.tags.map((name) => tagLink(links, asked, name)),
          'pb:contracts': pacts.map((pact) => ({ title: 'Pact', name: pactName(pact), href: pactHref(links, pact) })),
        },
      });
    }
  }
}

const noticesOf = (texts: readonly string[]) => texts.map((text) => ({ type: 'error', text }));

const tagLink = (links: Links, { consumer, version }: ContractsToPublish, name: string) => ({
  title: 'Tag',
  name,
  href: links.to('pacticipants', consumer, 'versions', version, 'tags', name),
});

type Errors = { readonly errors: Readonly<Record<string, readonly string[]>> };

function contractsIn(body: JsonObject): ContractsToPublish | Errors {
  const errors: Record<string, string[]> = {};
  const text = (name: string): string => {
    const value = body[name];
    if (isName(value)) return value;
    errors[name] = [value === undefined ? 'is missing' : 'must be a text that is not blank, and not "." or ".."'];
    return '';
  };
  const optionalText = (name: string): string | undefined => {
    const value = body[name];
    if (value === undefined || value === null || value === '') return undefined;
    return text(name);
  };
  const consumer = text('pacticipantName');
  const asked = {
    consumer,
    version: text('pacticipantVersionNumber'),
    branch: optionalText('branch'),
    tags: Array.isArray(body.tags) ? body.tags.filter(isName) : [],
    buildUrl: optionalText('buildUrl'),
  };
  const { contracts } = body;
  const read = Array.isArray(contracts) ? contracts.map((each: Json, at) => contractIn(each, at, consumer)) : [];
  if (read.length === 0) errors.contracts = ['is missing: at least one contract is expected'];
  const wrong = read.flatMap((each) => (typeof each === 'string' ? [each] : []));
  if (wrong.length > 0) errors.contracts = wrong;
  if (Object.keys(errors).length > 0) return { errors };
  return { ...asked, contracts: read.filter((each) => typeof each !== 'string') };
}

/** Dots alone would be taken for a step in the path, however they are encoded. */
export const isName = (value: Json | undefined): value is string =>
  typeof value === 'string' && value.trim() !== '' && value !== '.' && value !== '..';

function contractIn(contract: Json, at: number, consumer: string): ContractToPublish | string {
  const where = `contract ${at + 1}`;
  if (!isObject(contract)) return `${where} is no object`;
  const { consumerName, providerName, specification, content, onConflict } = contract;
  if (!isName(providerName)) return `${where} has no providerName`;
  if (consumerName !== undefined && consumerName !== consumer)
    return `${where} is of the consumer ${String(consumerName)}, but published by ${consumer}`;
  if (specification !== undefined && specification !== 'pact')
    return `${where} has the specification ${String(specification)}; pact is what can be published here`;
  if (typeof content !== 'string' || content === '') return `${where} has no content (base64)`;
  if (!/^[A-Za-z0-9+/\-_=\s]*$/.test(content)) return `${where} has a content that is no base64`;
  return {
    provider: providerName,
    content: Buffer.from(content, 'base64').toString('utf8'),
    onConflict: onConflict === 'merge' ? 'merge' : 'overwrite',
  };
}
