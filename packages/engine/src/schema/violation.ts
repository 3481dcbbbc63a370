/** One way in which a value breaks its schema, in ajv's words, whoever found it: the interpreter or ajv itself. */
export interface SchemaViolation {
  /** Names and indices from the value's top; for a missing or surplus property: of the object that lacks or has it. */
  readonly path: readonly string[];
  /** Pointer of the keyword: from the schema's top, or from the last `$ref` on the way: `#/components/schemas/Order/required`. */
  readonly schemaPath: string;
  /** The keyword that failed. */
  readonly code: string;
  readonly message: string;
  /** What is allowed, where it can be named: type, list, bound, pattern, format. */
  readonly allowed?: unknown;
  /** The property that is missing, or should not be there. */
  readonly property?: string;
}
