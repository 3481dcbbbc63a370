import type { Finding } from '../operation.ts';
import type { Survey } from './survey.ts';

/** One file of a description, read, parsed and surveyed. */
export interface LoadedFile {
  readonly url: URL;
  /** What messages call it. */
  readonly name: string;
  /** For positions of findings; let go when the document is loaded. */
  readonly text: string;
  readonly tree: unknown;
  /** Where the tree hangs in the bundled root; empty for the root itself. */
  readonly mount: readonly string[];
  readonly survey: Survey;
}

/** A finding before its place in a text is looked up. */
export interface Draft extends Pick<Finding, 'severity' | 'code' | 'message' | 'hint'> {
  readonly file: LoadedFile;
  /** Where in the file. */
  readonly tokens: readonly string[];
}
