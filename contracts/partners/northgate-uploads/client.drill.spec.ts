/**
 * A case is handed over, or waits for the next run, in any weather: for `stunt drill`, which runs this file under each failure of the platform.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { uploads } from './client.ts';

const { PLATFORM_URL = 'http://127.0.0.1:4010', STUNT_API_KEY = 'example-key' } = process.env;
const { DRILL_FAULT, DRILL_OUTCOME } = process.env;

const northgate = uploads({
  baseUrl: PLATFORM_URL,
  apiKey: STUNT_API_KEY,
  // Shorter than in production, so that a failure that lasts takes seconds.
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 1000))),
  jitter: () => 0,
  answerMs: 400,
});
const encryption = {
  algorithm: 'AES-256-GCM',
  iv: 'S-SBkbigkSnr86l7',
  tag: '8nQoc1NnZSpHItTIdxACgQ',
  wrappedKeys: [
    {
      algorithm: 'ECDH-ES+A256KW',
      recipientKeyId: 'key_01HV3P6FDBXVT6GD',
      wrappedKey: 'JkdTQ_ky_3CkkcSIfM-1roedWKq_2y_pC0vlfGMcZFO86UYWsKWZSw',
      ephemeralKey: {
        kty: 'EC',
        crv: 'P-256',
        x: 'AH_5JmKccmgji6iYTrzu4TrKzzG0Oz7Nbmxiv1LkLto',
        y: '3efOSmnCCjA3BYkUGRlV7pwCL4xLQz3NWV1deNpbX1c',
      },
    },
  ],
};

test('a case is handed over, or waits', async () => {
  const outcome = await northgate.handOver({
    reference: 'NG-2026-0117',
    recipientId: 'prt_01HV3PBHEG79FAMF',
    subject: 'Access to building records, site 42',
    document: { fileName: 'plans.pdf', mediaType: 'application/pdf', bytes: Buffer.from('ciphertext'), encryption },
  });
  if (outcome.kind !== 'waiting') return assert.equal(outcome.kind, 'handed over', JSON.stringify(outcome));
  assert.ok(DRILL_FAULT, 'the platform is well');
  if (DRILL_OUTCOME) writeFileSync(DRILL_OUTCOME, 'fallback');
});
