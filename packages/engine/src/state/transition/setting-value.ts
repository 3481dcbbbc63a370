import type { JsonObject } from '../../schema/json-schema.ts';
import type { PropertyFacts } from '../resource.ts';
import type { StateCall } from '../state.ts';
import { type Setting, valueIn } from './setting.ts';

export interface SettingAsk {
  readonly call: StateCall;
  readonly item: JsonObject;
  /** Milliseconds of the sandbox's clock. */
  readonly now: number;
  /** Whose value it is; undefined where nothing is known of it. */
  readonly property: PropertyFacts | undefined;
}

/** What a setting says for one request. Links are not among it. */
export function settingValue(setting: Setting, { call, item, now, property }: SettingAsk): unknown {
  switch (setting.kind) {
    case 'value':
      return setting.value;
    case 'body':
      return valueIn(call.values.body, setting.path);
    case 'item':
      return valueIn(item, setting.path);
    case 'now':
      return timeAs(property, now + setting.plus);
    case 'link':
      return undefined;
  }
}

/** In the words of the property: seconds where it is a number, a day where it is a date. */
function timeAs(property: PropertyFacts | undefined, at: number): unknown {
  if (property?.types.has('integer') || property?.types.has('number'))
    return /ms$|milli/i.test(property.name) ? at : Math.floor(at / 1000);
  const text = new Date(at).toISOString();
  return property?.format === 'date' ? text.slice(0, 10) : text;
}
