import { ok, type Route } from '../route.ts';

/** The way in: relations that clients follow, as the Pact Broker names them. `stunt:` marks what only this registry has. */
export const indexRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    handle: ({ links }) => {
      const relations = Object.entries(RELATIONS).map(([relation, [path, title]]) => {
        const href = links.template(path);
        return [relation, { href, title, templated: path.includes('{') }] as const;
      });
      return ok({
        _links: {
          self: { href: links.template('/'), title: 'Index', templated: false },
          ...Object.fromEntries(relations),
        },
      });
    },
  },
];

const RELATIONS: Readonly<Record<string, readonly [path: string, title: string]>> = {
  'pb:publish-contracts': ['/contracts/publish', 'Publish contracts'],
  'pb:publish-pact': [
    '/pacts/provider/{provider}/consumer/{consumer}/version/{consumerApplicationVersion}',
    'Publish one pact',
  ],
  'pb:latest-pact-versions': ['/pacts/latest', 'Latest pacts'],
  'pb:tagged-pact-versions': [
    '/pacts/provider/{provider}/consumer/{consumer}/tag/{tag}',
    'Pacts of a consumer and a provider whose version has a tag',
  ],
  'pb:pacticipants': ['/pacticipants', 'Pacticipants'],
  'pb:pacticipant': ['/pacticipants/{pacticipant}', 'A pacticipant'],
  'pb:pacticipant-version': ['/pacticipants/{pacticipant}/versions/{version}', 'A version of a pacticipant'],
  'pb:pacticipant-version-tag': [
    '/pacticipants/{pacticipant}/versions/{version}/tags/{tag}',
    'A tag of a version of a pacticipant',
  ],
  'pb:pacticipant-branch': ['/pacticipants/{pacticipant}/branches/{branch}', 'A branch of a pacticipant'],
  'pb:pacticipant-branch-version': [
    '/pacticipants/{pacticipant}/branches/{branch}/versions/{version}',
    'A version in a branch of a pacticipant',
  ],
  'pb:latest-version': ['/pacticipants/{pacticipant}/latest-version', 'Latest version of a pacticipant'],
  'pb:latest-tagged-version': [
    '/pacticipants/{pacticipant}/latest-version/{tag}',
    'Latest version of a pacticipant with a tag',
  ],
  'pb:latest-provider-pacts': ['/pacts/provider/{provider}/latest', 'Latest pacts of a provider'],
  'pb:latest-provider-pacts-with-tag': [
    '/pacts/provider/{provider}/latest/{tag}',
    'Latest pacts of a provider whose version has a tag',
  ],
  'pb:provider-pacts': ['/pacts/provider/{provider}', 'All pacts of a provider'],
  'pb:provider-pacts-with-tag': [
    '/pacts/provider/{provider}/tag/{tag}',
    'All pacts of a provider whose version has a tag',
  ],
  'pb:provider-pacts-with-branch': [
    '/pacts/provider/{provider}/branch/{branch}',
    'All pacts of a provider whose version is in a branch',
  ],
  'pb:provider-pacts-with-main-branch': [
    '/pacts/provider/{provider}/main-branch',
    'All pacts of a provider whose version is in the main branch of its consumer',
  ],
  'pb:branch-pact-versions': [
    '/pacts/provider/{provider}/consumer/{consumer}/branch/{branch}',
    'Pacts of a consumer and a provider whose version is in a branch',
  ],
  'pb:latest-branch-pact-versions': [
    '/pacts/provider/{provider}/consumer/{consumer}/branch/{branch}/latest',
    'The latest pact of a consumer and a provider in a branch',
  ],
  'pb:main-branch-pact-versions': [
    '/pacts/provider/{provider}/consumer/{consumer}/branch',
    'Pacts of a consumer and a provider whose version is in the main branch',
  ],
  'pb:latest-main-branch-pact-versions': [
    '/pacts/provider/{provider}/consumer/{consumer}/main-branch/latest',
    'The latest pact of a consumer and a provider in the main branch',
  ],
  'pb:provider-pacts-for-verification': ['/pacts/provider/{provider}/for-verification', 'Pacts to verify'],
  'beta:provider-pacts-for-verification': ['/pacts/provider/{provider}/for-verification', 'Pacts to verify'],
  'pb:integrations': ['/integrations', 'Integrations'],
  'pb:environments': ['/environments', 'Environments'],
  'pb:environment': ['/environments/{uuid}', 'An environment'],
  'pb:can-i-deploy-pacticipant-version-to-tag': [
    '/can-i-deploy?pacticipant={pacticipant}&version={version}&to={tag}',
    'Whether a version can be deployed to where a tag stands for',
  ],
  'pb:can-i-deploy-pacticipant-version-to-environment': [
    '/can-i-deploy?pacticipant={pacticipant}&version={version}&environment={environment}',
    'Whether a version can be deployed to an environment',
  ],
  'pb:webhooks': ['/webhooks', 'Webhooks'],
  'pb:webhook': ['/webhooks/{uuid}', 'A webhook'],
  'pb:metrics': ['/metrics', 'How much there is'],
  'stunt:bdct-results': ['/stunt/bdct-results', 'Publish what came of comparing pacts with a document'],
  'stunt:provider-documents': [
    '/stunt/provider-documents',
    'Publish which document a version of a provider has, and whether it keeps to it',
  ],
};
