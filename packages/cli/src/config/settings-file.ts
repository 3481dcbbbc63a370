import type { GivenFault, GivenLimits, WebhookSettings } from '@stuntdouble/engine';

/** The content of stunt.yaml once it was found valid: what stunt.schema.json describes, as a type. */
export interface SettingsFile {
  readonly version: 1;
  readonly documents?: readonly { readonly file: string; readonly name?: string; readonly basePath?: string }[];
  readonly listen?: {
    readonly host?: string;
    readonly port?: number;
    readonly controlPort?: number;
    readonly tls?: boolean;
    readonly cors?: boolean;
    readonly maxBody?: string | number;
    readonly publicUrl?: string;
  };
  readonly answers?: {
    readonly dynamic?: boolean;
    readonly seed?: string | number;
    readonly ignoreExamples?: boolean;
    readonly fillProperties?: boolean;
    readonly errors?: boolean;
    readonly errorStyle?: 'stunt' | 'prism';
  };
  readonly state?: 'on' | 'off';
  readonly maxItems?: number;
  readonly base?: 'document' | 'empty';
  readonly overlays?: readonly string[];
  readonly fixtures?: string;
  readonly handlers?: string;
  readonly contracts?: boolean;
  readonly auth?: 'off' | 'presence' | 'enforce';
  readonly sandboxes?: Readonly<Record<string, SandboxSettings | null>>;
  readonly store?: 'memory' | 'sqlite';
  readonly limits?: GivenLimits;
  readonly faultHeader?: 'on' | 'off';
  readonly faults?: readonly GivenFault[];
  readonly scenarios?: readonly ScenarioToStart[];
  readonly webhooks?: WebhookSettings;
  readonly log?: { readonly level?: string };
}

export interface SandboxSettings {
  /** A file or folder, relative to the folder of stunt.yaml. */
  readonly fixtures?: string;
  readonly ttl?: string;
  readonly seed?: string | number;
  readonly auth?: 'off' | 'presence' | 'enforce';
  /** A port of its own. */
  readonly listen?: number;
  /** Its exchanges are kept, for a contract. */
  readonly record?: boolean;
  readonly limits?: GivenLimits;
}

/** A scenario that begins with the double. */
export interface ScenarioToStart {
  /** A name, or a file relative to the folder of stunt.yaml. */
  readonly run: string;
  readonly sandbox?: string;
  readonly where?: object;
  readonly loop?: boolean;
}
