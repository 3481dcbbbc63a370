import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Answer, type Exchange, newExchange } from '../../exchange.ts';

/** What the tests of this folder build by hand. */

export function answerOf(value: unknown, status = 200): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return {
    status,
    headers: ['Content-Type', 'application/json', 'Content-Length', String(body.length), 'Stunt-Source', 'example'],
    body,
    source: 'example',
  };
}

export function exchangeOf(): Exchange {
  return newExchange({
    serial: 0,
    id: 'x1',
    startedAt: 0,
    sandbox: 'default',
    request: { method: 'GET', target: '/', headers: {}, body: new Uint8Array() },
  });
}

const ajv = new Ajv2020({ strict: false, validateSchema: false, addUsedSchema: false, logger: false });
addFormats.default(ajv);

/** Judges by ajv over the schema as it is written; shares nothing with the engine's own check. */
export function ajvOf(root: {
  readonly $defs?: object;
  readonly schema: object | boolean;
}): (value: unknown) => boolean {
  const known = compiled.get(root);
  if (known !== undefined) return known;
  const validate = ajv.compile({ $defs: root.$defs ?? {}, allOf: [root.schema] });
  const isValid = (value: unknown): boolean => validate(value) === true;
  compiled.set(root, isValid);
  return isValid;
}

const compiled = new WeakMap<object, (value: unknown) => boolean>();
