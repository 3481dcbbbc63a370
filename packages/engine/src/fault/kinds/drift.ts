import { drift } from '../drift/drift.ts';
import { DRIFT_MODES, type DriftMode } from '../drift/drift-mode.ts';
import { jsonBody } from '../drift/json-body.ts';
import type { FaultKind, FaultPlan, PlanContext } from '../fault-kind.ts';
import { shownType } from '../shown-type.ts';

export interface DriftOptions {
  readonly mode?: DriftMode;
  readonly path?: string;
}

/** An answer that left its schema without a word: well-formed, and not what the document promises. */
export const driftFault: FaultKind<DriftOptions> = {
  kind: 'drift',
  summary: 'well-formed data that its schema does not allow, or that nobody expects',
  options: {
    mode: {
      type: 'word',
      values: DRIFT_MODES,
      description: 'what is wrong with the data; chosen among what applies where it is left out',
    },
    path: { type: 'text', description: 'JSON pointer of the change, * for any item: /items/*/price' },
  },
  layerOf: () => 'response',
  contradiction: ({ path }) =>
    path === undefined || path === '' || path.startsWith('/')
      ? undefined
      : `path must be a JSON pointer such as /items/*/price, not ${JSON.stringify(path)}`,
  plan,
};

function plan({ mode, path }: DriftOptions, { answer, operation, random }: PlanContext): FaultPlan {
  if (answer === undefined) return { do: 'nothing', why: 'there is no answer yet' };
  if (operation === undefined) return { do: 'nothing', why: 'no operation of the document matched' };
  const json = jsonBody(answer);
  if (json.kind === 'other') return { do: 'nothing', why: json.why };
  const [essence = ''] = json.mediaType.split(';');
  const schema =
    operation.responseSchema(answer.status, json.mediaType) ?? operation.responseSchema(answer.status, essence.trim());
  if (schema === undefined)
    return { do: 'nothing', why: `the document has no schema for ${answer.status} ${shownType(json.mediaType)}` };
  const drifted = drift(operation.schemas, schema, json.value, { mode, path }, random);
  if (drifted === undefined) return noPlace(mode, path);
  return {
    do: 'replace',
    answer: json.with(drifted.value),
    pointer: drifted.pointer,
    note: `${drifted.mode}, ${drifted.effect}`,
  };
}

function noPlace(mode: DriftMode | undefined, path: string | undefined): FaultPlan {
  const why = `no place for ${mode ?? 'any mode'} in this answer`;
  return { do: 'nothing', why, ...(path !== undefined && { where: path || 'the root' }) };
}
