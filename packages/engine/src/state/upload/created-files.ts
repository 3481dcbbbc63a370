import type { Operation } from '../../operation.ts';
import type { StateContext } from '../context.ts';
import type { ItemStore } from '../item-store.ts';
import type { Resource } from '../resource.ts';
import type { SentPart, StateCall } from '../state.ts';
import { fileIn } from './sent-file.ts';
import { answersBytes, takesForms } from './takes-bytes.ts';
import { blobPath } from './upload.ts';

/**
 * Files that come in the form that makes an item, and the paths that they are read at: the item's own or one below it whose GET
 * answers bytes and which nothing else writes. Never keeps a file that no path would show.
 */
export function readingPathsOf(resource: Resource, { document }: StateContext): readonly Operation[] {
  const { create } = resource.operations;
  if (create === undefined || !takesForms(create)) return [];
  const below = new RegExp(`^${escaped(resource.template)}(/[^/{}]+)?$`);
  const found = document.operations.filter(
    (operation) => operation.method === 'GET' && below.test(operation.template) && answersBytes(operation),
  );
  const isWritten = ({ template }: Operation): boolean =>
    template !== resource.template &&
    document.operations.some((each) => each.template === template && (each.method === 'PUT' || each.method === 'POST'));
  const unwritten = found.filter((operation) => !isWritten(operation));
  // A thumbnail is not the file; where there is one path only, it is that of the file.
  return unwritten.length > 1 ? unwritten.filter(({ template }) => CONTENT.test(lastOf(template))) : unwritten;
}

const CONTENT = /^(content|contents|file|data|raw|bytes|binary|original|media|blob|download|\{.*\})$/i;

/** Keeps what a form brought with it for the item of this id. */
export function keepCreatedFile(
  paths: readonly Operation[],
  { state: { context, resource } }: ItemStore,
  call: StateCall,
  id: unknown,
): void {
  if (paths.length === 0 || call.damage?.lostWrite === true) return;
  const at = context.clockOf(call.sandbox).now();
  const path = { ...call.values.path, [resource.parameter]: id };
  for (const operation of paths) {
    const file = fileFor(call.values.parts ?? [], lastOf(operation.template));
    if (file === undefined) continue;
    const place = blobPath(context, operation, { ...call, values: { ...call.values, path } });
    context.overlays.of(call.sandbox).putBlob(place, { mediaType: file.mediaType, bytes: file.bytes, at });
  }
}

/** The part that is called as the path ends, else the first file. */
function fileFor(parts: readonly SentPart[], name: string) {
  const named = parts.filter((part) => part.name.toLowerCase() === name.toLowerCase());
  return fileIn(named) ?? fileIn(parts);
}

const lastOf = (template: string): string => template.slice(template.lastIndexOf('/') + 1);
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
