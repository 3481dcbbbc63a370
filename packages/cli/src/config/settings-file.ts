/** The content of stunt.yaml once it was found valid: what stunt.schema.json describes, as a type. */
export interface SettingsFile {
  readonly version: 1;
  readonly documents?: readonly { readonly file: string; readonly name?: string; readonly basePath?: string }[];
  readonly listen?: {
    readonly host?: string;
    readonly port?: number;
    readonly cors?: boolean;
    readonly maxBody?: string | number;
  };
  readonly answers?: {
    readonly dynamic?: boolean;
    readonly seed?: string | number;
    readonly ignoreExamples?: boolean;
    readonly fillProperties?: boolean;
    readonly errors?: boolean;
    readonly errorStyle?: 'stunt' | 'prism';
  };
  readonly auth?: 'off' | 'presence';
  readonly sandboxes?: Readonly<Record<string, object | null>>;
  readonly faults?: readonly {
    readonly kind: string;
    readonly options?: Readonly<Record<string, unknown>>;
    readonly where?: object;
    readonly when?: object;
    readonly ttl?: string;
    readonly sandbox?: string;
  }[];
  readonly log?: { readonly level?: string };
}
