import { body, json, pathParameter, problem, query, ref } from './openapi-parts.ts';

const sandboxName = pathParameter('name', 'Name of a sandbox.', 'acme');
const flag = (name: string, description: string): object =>
  query(name, { type: 'string', enum: ['true', 'false'] }, description);
const settingsExample = { ttl: '7d' };

/** The paths of sandboxes and invitations, which are the operator's: they are not below `/~name/_stunt`. */
export const sandboxPaths = {
  '/sandboxes': {
    get: {
      operationId: 'listSandboxes',
      tags: ['sandboxes'],
      summary: 'The sandboxes there are, without their credentials',
      responses: { '200': json(ref('SandboxList'), 'By name'), '4XX': problem },
    },
    post: {
      operationId: 'createSandbox',
      tags: ['sandboxes'],
      summary: 'Make a sandbox',
      requestBody: body(ref('SandboxInput'), { name: 'acme', ...settingsExample }),
      responses: { '201': json(ref('SandboxCredentials'), 'Made'), '4XX': problem },
    },
  },
  '/sandboxes/import': {
    post: {
      operationId: 'importSandbox',
      tags: ['sandboxes'],
      summary: 'Make a sandbox of what was exported',
      parameters: [
        query('name', { type: 'string' }, 'Instead of the name in the file.'),
        flag('replace', 'Take the place of the sandbox of that name.'),
      ],
      requestBody: body(ref('SandboxFile'), {
        stuntdouble: 'sandbox',
        version: 1,
        name: 'acme-copy',
        settings: { seed: '', auth: 'presence' },
        state: {},
      }),
      responses: { '201': json(ref('SandboxImported'), 'Made'), '4XX': problem },
    },
  },
  '/sandboxes/{name}': {
    parameters: [sandboxName],
    get: {
      operationId: 'getSandbox',
      tags: ['sandboxes'],
      summary: 'One sandbox, with its credentials',
      responses: { '200': json(ref('Sandbox'), 'The sandbox'), '4XX': problem },
    },
    put: {
      operationId: 'putSandbox',
      tags: ['sandboxes'],
      summary: 'Make a sandbox, or change its settings; the same call again changes nothing',
      requestBody: body(ref('SandboxSettings'), settingsExample, false),
      responses: { '200': json(ref('SandboxCredentials'), 'As it is now'), '4XX': problem },
    },
    delete: {
      operationId: 'deleteSandbox',
      tags: ['sandboxes'],
      summary: 'Delete a sandbox with all that is in it; one that is gone already is no mistake',
      responses: { '204': { description: 'Gone' }, '4XX': problem },
    },
  },
  '/sandboxes/{name}/rotate-keys': {
    parameters: [sandboxName],
    post: {
      operationId: 'rotateKeys',
      tags: ['sandboxes'],
      summary: 'New credentials; the old ones are worth nothing from then on',
      responses: { '200': json(ref('SandboxCredentials'), 'The new ones'), '4XX': problem },
    },
  },
  '/sandboxes/{name}/reset': {
    parameters: [sandboxName],
    post: {
      operationId: 'resetNamedSandbox',
      tags: ['sandboxes'],
      summary: 'Remove state, faults and runs, forget the journal, set the clock back',
      responses: { '200': json(ref('Reset'), 'As new'), '4XX': problem },
    },
  },
  '/sandboxes/{name}/export': {
    parameters: [sandboxName],
    get: {
      operationId: 'exportSandbox',
      tags: ['sandboxes'],
      summary: 'A sandbox as a file: settings and state',
      parameters: [flag('credentials', 'With its credentials.')],
      responses: { '200': json(ref('SandboxFile'), 'The file'), '4XX': problem },
    },
  },
  '/invitations': {
    post: {
      operationId: 'invite',
      tags: ['sandboxes'],
      summary: 'A code with which a partner makes a sandbox of its own, once',
      requestBody: body(ref('InvitationInput'), { sandboxTtl: '7d' }, false),
      responses: { '201': json(ref('Invitation'), 'The code and its link'), '4XX': problem },
    },
  },
  '/invitations/{code}': {
    parameters: [pathParameter('code', 'The code of an invitation.', 'kX3fQ…')],
    get: {
      operationId: 'showInvitation',
      tags: ['sandboxes'],
      summary: 'How an invitation is redeemed, as long as it is good',
      security: [{}],
      responses: {
        '200': { description: 'What to type', content: { 'text/plain': { schema: { type: 'string' } } } },
        '4XX': problem,
      },
    },
    post: {
      operationId: 'redeemInvitation',
      tags: ['sandboxes'],
      summary: 'Make a sandbox of an invitation; asks for nothing but the code, from anywhere',
      security: [{}],
      parameters: [
        query('name', { type: 'string' }, 'Name of the sandbox; may stand in the body instead.'),
        query('format', { type: 'string', enum: ['json', 'env'] }, '`env`: variables for a shell.'),
      ],
      requestBody: body(ref('RedeemInput'), { name: 'acme' }, false),
      responses: {
        '201': {
          description: 'Made',
          content: {
            'application/json': { schema: ref('SandboxCredentials') },
            'text/plain': { schema: { type: 'string' } },
          },
        },
        '4XX': problem,
      },
    },
  },
};
