import { type ApiDocument, createEngine, type Engine, type Operation } from '@stuntdouble/engine';
import type { Json } from '../pact/pact.ts';

/** What an operation answers with success: its example, or a generated answer, exactly as the double serves it. */
export interface ServedBody {
  readonly status: number;
  readonly bytes: number;
  readonly json: Json;
}

/** @returns undefined where an operation answers without a JSON body, or cannot answer. */
export function createServedBody(document: ApiDocument): (operation: Operation) => Promise<ServedBody | undefined> {
  const engine: Engine = createEngine({ documents: [document] });
  const [mount] = engine.mounts;
  return async (operation) => {
    try {
      const ask = { accept: undefined, preferences: undefined, params: {}, body: undefined };
      const responded = await mount?.planOf(operation).responder.respond(ask);
      if (responded?.kind !== 'answered') return undefined;
      const { status, body } = responded.answer;
      if (body === undefined || status >= 300) return undefined;
      const bytes = Buffer.from(body);
      return { status, bytes: bytes.length, json: JSON.parse(bytes.toString('utf8')) };
    } catch {
      // No JSON, or an operation that the document does not describe well enough: `stunt check` names it.
      return undefined;
    }
  };
}
