import type { IHttpOperation } from '@stoplight/types';

/** Why an operation runs through prism-http instead of a plan; undefined where its plan covers it. The reasons become fewer. */
export function uncoveredReason(model: IHttpOperation): string | undefined {
  return model.callbacks !== undefined && model.callbacks.length > 0 ? 'has callbacks' : undefined;
}
