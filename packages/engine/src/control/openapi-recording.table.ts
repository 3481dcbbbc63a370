import { body, json, problem, query, ref } from './openapi-parts.ts';

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const object = (properties: Readonly<Record<string, object>>): object => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const list = (items: object): object => ({ type: 'array', items });
const message = { headers: list(text), body: text };

/** What a contract is made of. */
export const recordingSchemas = {
  RecordingInput: {
    type: 'object',
    properties: {
      fresh: { type: 'boolean', description: 'Forget what was recorded before.' },
      holder: { type: 'string', description: 'Record for this one, until it ends it, and leave the setting as it is.' },
    },
  },
  RecordingState: object({
    sandbox: text,
    baseUrl: text,
    recording: { type: 'boolean' },
    exchanges: count,
    dropped: count,
  }),
  Recording: object({
    sandbox: text,
    dropped: count,
    exchanges: list({
      type: 'object',
      required: ['id', 'at', 'sandbox', 'request', 'answer', 'faulted'],
      properties: {
        id: text,
        at: { type: 'number' },
        sandbox: text,
        operation: text,
        request: object({ method: text, target: text, ...message }),
        answer: object({ status: { type: 'integer' }, ...message }),
        refusal: text,
        faulted: { type: 'boolean' },
      },
    }),
  }),
  RecordingDocuments: object({
    documents: list(object({ name: text, basePaths: list(text), root: { type: 'object' } })),
  }),
};

export const recordingPaths = {
  '/recording': {
    get: {
      operationId: 'getRecording',
      tags: ['recording'],
      summary: 'What the sandbox recorded, without secrets, oldest first',
      responses: { '200': json(ref('Recording'), 'Exchanges'), '4XX': problem },
    },
    put: {
      operationId: 'startRecording',
      tags: ['recording'],
      summary: 'Record from now on; the same call again changes nothing',
      requestBody: body(ref('RecordingInput'), { fresh: true }, false),
      responses: { '200': json(ref('RecordingState'), 'As it is now'), '4XX': problem },
    },
    delete: {
      operationId: 'stopRecording',
      tags: ['recording'],
      summary: 'Stop, and forget what was recorded',
      parameters: [query('holder', text, 'End it for this one alone; the last one ends it.')],
      responses: { '200': json(ref('RecordingState'), 'As it is now'), '4XX': problem },
    },
  },
  '/recording/documents': {
    get: {
      operationId: 'getRecordingDocuments',
      tags: ['recording'],
      summary: 'The documents that are served',
      responses: { '200': json(ref('RecordingDocuments'), 'In one piece each'), '4XX': problem },
    },
  },
};
