import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiDocument, loadDocument } from '@stuntdouble/engine';
import type { DeployedContract } from '../impact/deployed-contract.ts';
import { type Impact, impactOf } from '../impact/impact.ts';
import type { Json } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';

/** Documents from texts, contracts from objects, and what the one does to the other. For tests. */

export async function documentOfText(text: string): Promise<ApiDocument> {
  const folder = mkdtempSync(join(tmpdir(), 'impact-'));
  try {
    writeFileSync(join(folder, 'openapi.yaml'), text);
    const document = await loadDocument('openapi.yaml', { cwd: folder });
    return document;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function impactOfTexts(
  old: string,
  current: string,
  contracts?: readonly DeployedContract[],
): Promise<Impact> {
  return impactOf(await documentOfText(old), await documentOfText(current), contracts);
}

export interface GivenInteraction {
  readonly description?: string;
  readonly request: { readonly [name: string]: Json };
  readonly response: { readonly [name: string]: Json };
}

/** A V2 pact; `recorded` as traffic makes it. */
export function contractOf(
  consumer: string,
  interactions: readonly GivenInteraction[],
  recorded = false,
): DeployedContract {
  const json: Json = {
    consumer: { name: consumer },
    provider: { name: 'shop' },
    interactions: interactions.map(({ description = 'a request', request, response }) => ({
      description,
      request,
      response,
    })),
    metadata: { pactSpecification: { version: '2.0.0' }, stuntdouble: { recorded } },
  };
  const source = `${consumer}.json`;
  return { consumer, version: '1.0.0', environment: 'production', source, pact: pactOf(json, source) };
}
