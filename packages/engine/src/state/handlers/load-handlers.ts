import { watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StuntError } from '../../errors.ts';
import type { Handler, HandlerBook } from '../../handler.ts';
import { isObject } from '../../schema/json-schema.ts';

const NAMES = /\.(ts|mts|js|mjs)$/;
const NOT = /\.d\.m?ts$|\.test\.m?[jt]s$/;

interface LoadedModule {
  /** Of the file when it was read: a change asks for it anew. */
  readonly stamp: string;
  readonly handlers: ReadonlyMap<string, Handler>;
}

/**
 * The handlers of a folder, loaded anew as its files change. A broken edit keeps what was there before, and says so; at the start it
 * stops. Never runs a handler. @throws StuntError HANDLER_INVALID
 */
export async function loadHandlers(
  folder: string,
  cwd: string,
  log: (line: string) => void,
  reloaded: () => void = () => {},
): Promise<HandlerBook> {
  const full = resolve(cwd, folder);
  const modules = new Map<string, LoadedModule>();
  const load = async (isFirst: boolean): Promise<void> => {
    const files = await filesIn(full, folder);
    for (const file of modules.keys()) if (!files.includes(file)) modules.delete(file);
    for (const file of files) {
      const stamp = await stampOf(join(full, file));
      if (stamp === undefined || modules.get(file)?.stamp === stamp) continue;
      try {
        modules.set(file, { stamp, handlers: await importHandlers(join(full, file), file, stamp) });
        if (!isFirst) log(`handlers: ${file} is loaded anew`);
      } catch (error) {
        if (isFirst) throw error;
        const before = modules.get(file);
        if (before !== undefined) modules.set(file, { ...before, stamp });
        const reason = error instanceof Error ? error.message : String(error);
        log(`handlers: ${reason}; ${before === undefined ? 'it is left out' : 'what was loaded before stays'}`);
      }
    }
  };
  await load(true);
  let isLoading = false;
  let again = false;
  /** One after another: what changes meanwhile is looked at once more. */
  const reload = async (): Promise<void> => {
    again = true;
    if (isLoading) return;
    isLoading = true;
    try {
      while (again) {
        again = false;
        await load(false).catch((error: unknown) =>
          log(`handlers: ${error instanceof Error ? error.message : 'failed'}`),
        );
        reloaded();
      }
    } finally {
      isLoading = false;
    }
  };
  const watcher = watch(full, { persistent: false }, () => void reload());
  watcher.on('error', (error) => log(`handlers: changes are no longer seen: ${error.message}`));
  return {
    get names() {
      return [...modules.values()].flatMap(({ handlers }) => [...handlers.keys()]);
    },
    of(operation) {
      for (const [file, { handlers }] of modules) {
        const handler = handlers.get(operation);
        if (handler !== undefined) return { file, handler };
      }
      return undefined;
    },
    close: () => watcher.close(),
  };
}

async function filesIn(full: string, folder: string): Promise<string[]> {
  try {
    return (await readdir(full)).filter((name) => NAMES.test(name) && !NOT.test(name)).sort();
  } catch {
    throw new StuntError('HANDLER_INVALID', `${folder} is no folder that can be read`);
  }
}

/** Undefined where there is nothing to read. */
async function stampOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  // Between being emptied and written anew; it would pass for a module that exports nothing.
  if (found?.size === 0) return undefined;
  return found && `${found.mtimeMs}-${found.size}-${found.ino}`;
}

/** Node strips the types. The stamp makes it another module after each change: Node forgets none. */
async function importHandlers(path: string, file: string, stamp: string): Promise<Map<string, Handler>> {
  let exported: unknown;
  try {
    const module: unknown = await import(`${pathToFileURL(path).href}?v=${stamp}`);
    exported = isObject(module) ? module.default : undefined;
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new StuntError('HANDLER_INVALID', `${file} cannot be loaded: ${reason}`);
  }
  if (!isObject(exported))
    throw new StuntError('HANDLER_INVALID', `${file} has no default export that is an object of functions`);
  const handlers = new Map<string, Handler>();
  if (Object.keys(exported).length === 0) throw new StuntError('HANDLER_INVALID', `${file} exports no function`);
  for (const [name, handler] of Object.entries(exported)) {
    if (!isHandler(handler))
      throw new StuntError('HANDLER_INVALID', `${file}: ${name} is a ${typeof handler}; allowed: a function`);
    handlers.set(name, handler);
  }
  return handlers;
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function';
