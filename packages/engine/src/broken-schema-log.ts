import type { ApiDocument } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import type { PlanSettings } from './plan.ts';

/** One line for each broken schema, not one for each operation or request that meets it. */
export function brokenSchemaLog({ name }: ApiDocument, { onLog }: ResolvedOptions): PlanSettings['onBroken'] {
  const told = new Set<string>();
  return (message, pointer) => {
    const key = pointer.startsWith('#/') ? pointer : `${pointer} ${message}`;
    if (told.has(key)) return;
    told.add(key);
    const place = pointer === '' || pointer === '#' ? '' : ` at ${pointer.replace(/^#?/, '#')}`;
    onLog(`${name}: SPEC_SCHEMA_BROKEN ${message}${place}; what it describes is not validated`);
  };
}
