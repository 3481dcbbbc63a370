import type { Schemas } from '@stuntdouble/engine';
import type { Change } from './difference.ts';
import type { Place } from './schema-view.ts';

/**
 * A schema of the old document beside the one of the new document that took its place, with what changed there, and the nodes of
 * what is inside them. Nodes form a graph, since schemas do: circles of the documents are circles here.
 */
export interface SchemaNode {
  readonly changes: Change[];
  readonly properties: Map<string, SchemaNode>;
  readonly additional: SchemaNode[];
  readonly items: SchemaNode[];
  readonly variants: SchemaNode[];
  readonly parents: Set<SchemaNode>;
}

export type Direction = 'request' | 'response';

/** Both documents, seen in one direction. */
export interface Sides {
  readonly direction: Direction;
  readonly old: Schemas;
  readonly new: Schemas;
  /** Whether the property is written as one that will go. */
  readonly isDeprecated: (side: 'old' | 'new', place: Place) => boolean;
}

export const emptyNode = (): SchemaNode => ({
  changes: [],
  properties: new Map(),
  additional: [],
  items: [],
  variants: [],
  parents: new Set(),
});
