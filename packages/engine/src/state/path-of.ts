import type { StateContext } from './context.ts';

/** A path as it says it with its parameters decoded, below the name of its document: one spelling of it is as good as another. */
export function pathOf({ name }: StateContext, template: string, path: Readonly<Record<string, unknown>>): string {
  const filled = template.replaceAll(/\{([^{}]+)\}/g, (_, parameter: string) =>
    encodeURIComponent(String(path[parameter])),
  );
  return encodeURIComponent(name) + filled;
}
