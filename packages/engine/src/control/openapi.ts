import { metricsPaths, metricsSchemas } from './openapi-metrics.table.ts';
import { body, json, pathParameter, problem, query, ref } from './openapi-parts.ts';
import { recordingPaths, recordingSchemas } from './openapi-recording.table.ts';
import { sandboxPaths } from './openapi-sandboxes.table.ts';
import { schemas } from './openapi-schemas.table.ts';
import { webhookPaths, webhookSchemas } from './openapi-webhooks.table.ts';

/** The control API's own description: OpenAPI 3.1, paths below `/_stunt` (or `/~name/_stunt`). A test holds the real one against it. */
export function controlDescription(version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stuntdouble control',
      version,
      description:
        'Switches faults and scenarios, moves the clock and reads the journal of a sandbox. The same paths below /~name/_stunt act for that sandbox.',
    },
    servers: [{ url: '/_stunt' }],
    security: [{}, { token: [] }],
    paths: { ...paths, ...metricsPaths, ...recordingPaths, ...sandboxPaths, ...webhookPaths },
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'The value of STUNT_TOKEN, where one is set; below /~name/_stunt also the control key of the sandbox.',
        },
      },
      schemas: { ...schemas, ...metricsSchemas, ...recordingSchemas, ...webhookSchemas },
      responses: {
        Problem: {
          description: 'Refused, as a whole',
          content: { 'application/problem+json': { schema: ref('Problem') } },
        },
      },
    },
  };
}

const operatorScope = query('sandbox', { const: '*' }, 'The rules of the operator, which hold in every sandbox.');
const faultId = pathParameter('id', 'The id of a rule.', 'r1');
const runId = pathParameter('id', 'The id of a run.', 'run-1');

const action = (name: string, description: string, requestBody?: object): object => ({
  post: {
    operationId: `${name}Run`,
    tags: ['scenarios'],
    summary: description,
    parameters: [runId],
    ...(requestBody && { requestBody }),
    responses: { '200': json(ref('Run'), 'The run as it is now'), '4XX': problem },
  },
});

const ruleExample = { kind: 'status', options: { code: 503 }, where: { operation: 'getIntake' }, ttl: '30s' };

const paths = {
  '/faults': {
    get: {
      operationId: 'listFaults',
      tags: ['faults'],
      summary: 'The rules in force',
      parameters: [operatorScope],
      responses: { '200': json(ref('FaultList'), 'In the order in which they act'), '4XX': problem },
    },
    post: {
      operationId: 'addFault',
      tags: ['faults'],
      summary: 'Put a rule in force',
      parameters: [operatorScope],
      requestBody: body(ref('RuleInput'), ruleExample),
      responses: { '201': json(ref('Fault'), 'In force'), '4XX': problem },
    },
    delete: {
      operationId: 'clearFaults',
      tags: ['faults'],
      summary: 'Remove all rules and let go what they hold',
      parameters: [operatorScope, query('all', { type: 'string', enum: ['true', 'false'] }, 'Of every sandbox.')],
      responses: { '200': json(ref('Cleared'), 'Healthy again'), '4XX': problem },
    },
  },
  '/faults/kinds': {
    get: {
      operationId: 'listKinds',
      tags: ['faults'],
      summary: 'The catalogue of faults',
      responses: { '200': json(ref('KindList'), 'Every kind with its options'), '4XX': problem },
    },
  },
  '/faults/preview': {
    post: {
      operationId: 'previewFault',
      tags: ['faults'],
      summary: 'What a fault would make of a healthy answer',
      requestBody: body(ref('PreviewInput'), {
        operation: 'getIntake',
        kind: 'drift',
        options: { mode: 'missing-required' },
      }),
      responses: { '200': json(ref('Preview'), 'Before and after'), '4XX': problem },
    },
  },
  '/faults/{id}': {
    parameters: [faultId, operatorScope],
    get: {
      operationId: 'getFault',
      tags: ['faults'],
      summary: 'One rule',
      responses: { '200': json(ref('Fault'), 'The rule'), '4XX': problem },
    },
    put: {
      operationId: 'putFault',
      tags: ['faults'],
      summary: 'Put a rule in force under an id of your own; the same call again changes nothing',
      requestBody: body(ref('RuleInput'), ruleExample),
      responses: { '200': json(ref('Fault'), 'In force'), '4XX': problem },
    },
    delete: {
      operationId: 'removeFault',
      tags: ['faults'],
      summary: 'Remove a rule; one that is gone already is no mistake',
      responses: { '204': { description: 'Gone' }, '4XX': problem },
    },
  },
  '/scenarios': {
    get: {
      operationId: 'listScenarios',
      tags: ['scenarios'],
      summary: 'Scenarios that can be run, and the runs of this sandbox',
      responses: { '200': json(ref('ScenarioList'), 'Scenarios and runs'), '4XX': problem },
    },
  },
  '/scenarios/run': {
    post: {
      operationId: 'runOwnScenario',
      tags: ['scenarios'],
      summary: 'Run a scenario that is sent along',
      requestBody: body(ref('OwnRunInput'), {
        scenario: { name: 'blip', phases: [{ name: 'down', for: '10s', rules: [{ kind: 'status' }] }] },
      }),
      responses: { '201': json(ref('Run'), 'Running'), '4XX': problem },
    },
  },
  '/scenarios/{name}/run': {
    parameters: [pathParameter('name', 'Name of a scenario.', 'brownout')],
    post: {
      operationId: 'runScenario',
      tags: ['scenarios'],
      summary: 'Run a scenario by its name',
      requestBody: body(ref('RunInput'), { where: { operation: 'getIntake' } }, false),
      responses: { '201': json(ref('Run'), 'Running'), '4XX': problem },
    },
  },
  '/scenarios/runs/{id}': {
    parameters: [runId],
    get: {
      operationId: 'getRun',
      tags: ['scenarios'],
      summary: 'Where a run is; with wait=true, once it is over',
      parameters: [query('wait', { type: 'string', enum: ['true', 'false'] }, 'Answer when the run is over.')],
      responses: { '200': json(ref('Run'), 'The run'), '4XX': problem },
    },
  },
  '/scenarios/runs/{id}/report': {
    parameters: [runId],
    get: {
      operationId: 'getReport',
      tags: ['scenarios'],
      summary: 'The report of the game day',
      parameters: [query('format', { type: 'string', enum: ['json', 'text', 'html'] }, 'JSON where absent.')],
      responses: {
        '200': {
          description: 'The report',
          content: {
            'application/json': { schema: ref('Report') },
            'text/plain': { schema: { type: 'string' } },
            'text/html': { schema: { type: 'string' } },
          },
        },
        '4XX': problem,
      },
    },
  },
  '/scenarios/runs/{id}/pause': action('pause', 'Let the time of the phase stand still'),
  '/scenarios/runs/{id}/resume': action('resume', 'Go on'),
  '/scenarios/runs/{id}/stop': action('stop', 'End the run and remove its rules'),
  '/scenarios/runs/{id}/skip': action(
    'skip',
    'Go on with the next phase, or with one by name',
    body(ref('SkipInput'), { to: 'well' }, false),
  ),
  '/clock': {
    get: {
      operationId: 'getClock',
      tags: ['clock'],
      summary: 'The time of the sandbox',
      responses: { '200': json(ref('Clock'), 'The clock'), '4XX': problem },
    },
    put: {
      operationId: 'setClock',
      tags: ['clock'],
      summary: 'Move the time of the sandbox; what became due happens',
      requestBody: body(ref('ClockInput'), { offset: '30s' }),
      responses: { '200': json(ref('Clock'), 'The clock'), '4XX': problem },
    },
  },
  '/requests': {
    get: {
      operationId: 'listRequests',
      tags: ['journal'],
      summary: 'The journal, oldest first',
      parameters: [
        query('operation', { type: 'string' }, 'operationId.'),
        query('status', { type: 'string', pattern: '^[1-5](xx|\\d\\d)$' }, '503, or a class: 5xx.'),
        query('since', { type: 'string', format: 'date-time' }, 'From this time on.'),
        query('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 100 }, 'The most recent of so many.'),
      ],
      responses: { '200': json(ref('RequestList'), 'Entries'), '4XX': problem },
    },
  },
  '/requests/{id}': {
    parameters: [pathParameter('id', 'The Stunt-Request-Id of an answer.', 'k3j9x2-1f')],
    get: {
      operationId: 'getRequest',
      tags: ['journal'],
      summary: 'What happened to one request',
      responses: { '200': json(ref('Request'), 'The entry'), '4XX': problem },
    },
  },
  '/events': {
    get: {
      operationId: 'streamEvents',
      tags: ['journal'],
      summary: 'Everything that happens, as server-sent events',
      responses: {
        '200': {
          description: 'Until the reader leaves',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        '4XX': problem,
      },
    },
  },
  '/health': {
    get: {
      operationId: 'getHealth',
      tags: ['double'],
      summary: 'Whether the double is there, whatever its faults',
      responses: { '200': json(ref('Health'), 'It is'), '4XX': problem },
    },
  },
  '/reset': {
    post: {
      operationId: 'resetSandbox',
      tags: ['double'],
      summary: 'Remove faults and runs, forget the journal, set the clock back',
      responses: { '200': json(ref('Reset'), 'As new'), '4XX': problem },
    },
  },
  '/page-data': {
    get: {
      operationId: 'getPageData',
      tags: ['double'],
      summary: 'What the page of the sandbox shows to whoever may control it: its credentials',
      responses: { '200': json(ref('PageData'), 'The credentials'), '4XX': problem },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'getDescription',
      tags: ['double'],
      summary: 'This description',
      responses: { '200': json({ type: 'object' }, 'OpenAPI 3.1'), '4XX': problem },
    },
  },
};
