import type { Operation } from '../../operation.ts';
import type { Responded } from '../../respond/responder.ts';
import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import { baseBody, statelessly } from '../base.ts';
import { propertiesOf, successBody } from '../infer/properties.ts';
import type { ItemStore } from '../item-store.ts';
import type { StateCall } from '../state.ts';
import { compileStoredWriter } from '../write-stored.ts';
import { compileLink } from './link.ts';
import type { Setting } from './setting.ts';
import { settingValue } from './setting-value.ts';

/**
 * An answer that is not the item but says something of it: the document's own body, with what the transition names in the place of
 * what stands there. Valid, as all answers are; never stored.
 */
export function compileView(
  operation: Operation,
  settings: ReadonlyMap<string, Setting>,
  { state: { context } }: ItemStore,
): (call: StateCall, item: JsonObject) => Responded {
  const writer = compileStoredWriter(operation, context);
  const schema = successBody(operation, context.responseSchemas)?.schema;
  const properties = schema === undefined ? undefined : propertiesOf(context.responseSchemas, schema);
  const links = new Map(
    [...settings].flatMap(([field, setting]) =>
      setting.kind === 'link' ? [[field, compileLink(operation, setting.template, context)] as const] : [],
    ),
  );
  return (call, item) => {
    const now = context.clockOf(call.sandbox).now();
    const shown = baseBody(context, operation, call.ask.params, call.sandbox)?.value;
    const body: Record<string, unknown> = isObject(shown) ? { ...shown } : {};
    for (const [field, setting] of settings)
      body[field] =
        links.get(field)?.(call) ?? settingValue(setting, { call, item, now, property: properties?.get(field) });
    const answer = writer?.write(body, call.ask.accept, 'stored', {});
    return answer === undefined ? statelessly(context, operation, call.ask) : { kind: 'answered', answer };
  };
}
