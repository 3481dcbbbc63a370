/** A workflow as its file has it, and what GitHub's own parser has against it. Runs nothing. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { ErrorPolicy } from '@actions/workflow-parser/model/convert';
import { parse } from 'yaml';

export type Variables = Readonly<Record<string, unknown>>;

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string | boolean;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Variables;
  readonly env?: Variables;
  readonly shell?: string;
  readonly 'working-directory'?: string;
}

export interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string | boolean;
  readonly env?: Variables;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly name: string;
  readonly on: unknown;
  readonly env?: Variables;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Throws where GitHub would not take the file. */
export async function readWorkflow(file: string): Promise<Workflow> {
  const text = readFileSync(file, 'utf8');
  const complaints = await complaintsOf(text, basename(file));
  if (complaints.length > 0) throw new Error(`${file}\n${complaints.join('\n')}`);
  // Its shape was looked at by the parser.
  return parse(text);
}

/** What GitHub would say of the file: unknown keys, missing ones, expressions that name what there is not. */
export async function complaintsOf(content: string, name = 'workflow.yml'): Promise<readonly string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const errors = new Set(context.errors.getErrors().map(({ message }) => message));
  if (value !== undefined) {
    const template = await convertWorkflowTemplate(context, value, undefined, {
      errorPolicy: ErrorPolicy.TryConversion,
    });
    for (const { Message: message } of template.errors ?? []) errors.add(message);
  }
  return [...errors];
}
