import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

/** A Chromium of this machine for tests of pages; undefined where there is none. Nothing is downloaded. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

export interface Browser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** With a profile of its own, which is gone afterwards; talks to nobody by itself. */
export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'stunt-browser-'));
  const flags = [
    ...['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...['--no-first-run', '--disable-gpu'],
  ];
  const context = await chromium.launchPersistentContext(profile, {
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: flags,
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
