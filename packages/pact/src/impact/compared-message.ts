import type { PartChange } from './compared-operation.ts';
import type { SchemaNode } from './schema-node.ts';

/** What the provider sends of itself, a webhook or a callback, of the old document beside that of the new one. */
export interface ComparedMessage {
  /** `webhook order.paid`, `callback onPaid of POST /orders`. */
  readonly label: string;
  /** What contracts may call it: its name, its operationId. */
  readonly names: readonly string[];
  /** Of a callback: where it belongs, and what says where it goes. */
  readonly callback: CallbackOf | undefined;
  readonly changes: readonly PartChange<AboutMessage>[];
  readonly nodes: readonly MessageNode[];
}

export interface CallbackOf {
  readonly name: string;
  /** Pointer of its operation in the old document. */
  readonly operation: string;
  /** `{$request.body#/callbackUrl}`. */
  readonly address: string | undefined;
}

/** A part whose schema both documents have. */
export interface MessageNode {
  readonly about: AboutMessage;
  readonly node: SchemaNode;
}

export type AboutMessage =
  | { readonly kind: 'message' }
  | { readonly kind: 'address' }
  | { readonly kind: 'payload' }
  | { readonly kind: 'payload-type'; readonly type: string }
  | { readonly kind: 'parameter'; readonly in: string; readonly name: string }
  | { readonly kind: 'answer'; readonly status: string }
  | { readonly kind: 'answer-type'; readonly status: string; readonly type: string }
  | { readonly kind: 'answer-header'; readonly status: string; readonly name: string };

/** For a person: `payload application/json`, `answer 200`. */
export function messagePartText(about: AboutMessage): string {
  switch (about.kind) {
    case 'message':
    case 'address':
      return '';
    case 'payload':
      return 'payload';
    case 'payload-type':
      return `payload ${about.type}`;
    case 'parameter':
      return about.in === 'header' ? `header ${about.name}` : `${about.in} parameter ${about.name}`;
    case 'answer':
      return `answer ${about.status}`;
    case 'answer-type':
      return `answer ${about.status} ${about.type}`;
    case 'answer-header':
      return `answer ${about.status} header ${about.name}`;
  }
}
