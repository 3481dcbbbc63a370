import type { Resource } from './resource.ts';
import { toSegment } from './segment.ts';
import type { StateCall } from './state.ts';

/** Where a new item is read: below the path that was asked, so that it leads into the same sandbox, and with the format that paths end in. */
export function locationOf(call: StateCall, id: string, resource: Resource, home: Resource | undefined): string {
  const { target } = call.request;
  const query = target.indexOf('?');
  const asked = query === -1 ? target : target.slice(0, query);
  const path = asked.endsWith('/') ? asked.slice(0, -1) : asked;
  if (home !== undefined) return prefixOf(path, resource.collection) + filled(home, call, id);
  const format = resource.template.slice(resource.template.lastIndexOf('}') + 1);
  const collection = format !== '' && path.endsWith(format) ? path.slice(0, -format.length) : path;
  return `${collection}/${toSegment(id)}${format}`;
}

/** What stands before the collection: `/~acme`, a base path. */
function prefixOf(path: string, collection: string): string {
  const segments = path.split('/');
  return segments.slice(0, segments.length - collection.split('/').length + 1).join('/');
}

const filled = ({ template, parameter }: Resource, { values }: StateCall, id: string): string =>
  template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    toSegment(name === parameter ? id : String(values.path[name])),
  );
