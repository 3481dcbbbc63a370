import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  endAll,
  folderWith,
  runStunt,
  spawnProgram,
  spawnStunt,
  startStunt,
} from '../packages/cli/src/testing/run-stunt.ts';
import { startArguments } from './tools/start-arguments.mjs';

/**
 * The story of a partner, told with the real commands and `curl`: from `npm start` on the operator's side and an invitation
 * to a stateful, authorised, rate-limited call, a document that is uploaded, completed and read back, and a webhook whose
 * signature a listener on the partner's machine verified.
 */

const root = join(import.meta.dirname, '..');
const hasCurl = spawnSync('curl', ['--version']).status === 0;
const itWithCurl = hasCurl ? it : it.skip;
afterAll(endAll);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a partner, from the invitation on', () => {
  itWithCurl(
    'works in a sandbox of its own within minutes, without an operator',
    async () => {
      const [operator, partner] = [folderWith({}), folderWith({})];
      const [serve = '', document = '', ...flags] = startArguments([]).args;
      await startStunt([serve, join(root, document), ...flags, '--port', '0'], operator);
      const invited = await runStunt(['sandbox', 'invite', '--sandbox-ttl', '7d'], operator);
      const [, redeem = ''] = /for variables in its shell:\n {2}(curl .*)\n/.exec(invited.stdout) ?? [];
      expect(redeem).toMatch(/name=NAME.*-o sandbox\.env && \. \.\/sandbox\.env$/);

      /** What a shell prints in which the partner's variables are set. */
      const type = (line: string, isFirst = false): string => {
        const script = isFirst ? line : `. ./sandbox.env; ${line}`;
        const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: partner, encoding: 'utf8' });
        if (status !== 0) throw new Error(`${line} ended with ${status}: ${stdout}${stderr}`);
        return stdout;
      };
      const json = (line: string) => JSON.parse(type(line));

      // Its sandbox, and a token.
      type(redeem.replace('NAME', 'umbra'), true);
      const token = json('curl -sS -d grant_type=client_credentials -u "$CLIENT_ID:$CLIENT_SECRET" "$TOKEN_URL"');
      expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
      writeFileSync(join(partner, 'token'), `Authorization: Bearer ${token.access_token}`);
      const call = 'curl -sS -H @token';

      // A listener on its machine.
      const [, baseUrl = '', controlKey = ''] =
        /STUNT_URL='(.*)'[\s\S]*CONTROL_KEY='(.*)'/.exec(readFileSync(join(partner, 'sandbox.env'), 'utf8')) ?? [];
      const env = { STUNT_CONTROL_URL: baseUrl, STUNT_TOKEN: controlKey };
      const secret = `whsec_${randomBytes(24).toString('base64')}`;
      const listener = spawnProgram([join(root, 'examples/webhooks/listener.mjs')], partner, {
        WEBHOOK_SECRET: secret,
        PORT: '0',
      });
      await until(() => listener.output.stdout.includes('listening on'));
      const [, hooks = ''] = /listening on (\S+)/.exec(listener.output.stdout) ?? [];
      const stream = spawnStunt(['webhook', 'listen', '--forward-to', hooks, '--secret', secret], partner, env);
      await until(() => stream.output.stdout.includes('secret:'));
      expect(stream.output.stdout).toContain('all webhooks of sandbox umbra to http://localhost');

      // An intake, with a document that is uploaded, completed and read back.
      const intake = json(
        `${call} "$STUNT_URL/intakes" --json '{"recipientId":"prt_01HV3PBHEG79FAMF","category":"other","subject":"A question"}'`,
      );
      expect(intake).toMatchObject({ status: 'draft', subject: 'A question' });
      const bytes = randomBytes(50_000);
      writeFileSync(join(partner, 'sealed.bin'), bytes);
      const { encryption } = json(`${call} "$STUNT_URL/documents/doc_01KJQ730XNKVNWFT"`);
      const announced = {
        intakeId: intake.id,
        fileName: 'plan.pdf',
        mediaType: 'application/pdf',
        sizeBytes: bytes.length,
        checksum: { algorithm: 'sha-256', value: createHash('sha256').update(bytes).digest('hex') },
        encryption,
      };
      writeFileSync(join(partner, 'document.json'), JSON.stringify(announced));
      const made = json(`${call} "$STUNT_URL/documents" --json @document.json`);
      expect(made).toMatchObject({ status: 'awaiting_upload', intakeId: intake.id });
      const at = `"$STUNT_URL/documents/${made.id}`;
      expect(json(`${call} -X POST ${at}/complete"`)).toMatchObject({ status: 409, code: 'content_missing' });
      const upload = type(`${call} -i -T sealed.bin -H 'Content-Type: application/octet-stream' ${at}/content"`);
      expect(upload).toContain('204 No Content');
      const completed = json(`${call} -X POST ${at}/complete"`);
      expect(completed).toMatchObject({ status: 'available', completedAt: expect.any(String) });
      expect(json(`${call} ${at}"`)).toEqual(completed);
      type(`${call} ${at}/content" -o back.bin`);
      expect(readFileSync(join(partner, 'back.bin')).equals(bytes)).toBe(true);

      // Handed over; limits and permissions are those of the document.
      const submitted = type(`${call} -i -X POST "$STUNT_URL/intakes/${intake.id}/submit"`);
      expect(submitted).toMatch(/RateLimit: "default";r=59\d;t=/);
      expect(submitted).toContain('"status":"submitted"');
      expect(json(`curl -sS "$STUNT_URL/intakes"`)).toMatchObject({ status: 401 });

      // The listener has verified both events.
      await until(() => listener.output.stdout.includes('intake.submitted'));
      expect(listener.output.stdout).toMatch(
        /verified \{"type":"document\.completed".*\nverified \{"type":"intake\.submitted"/,
      );
      await until(() => /intake\.submitted {2}d\d+ {2}204/.test(stream.output.stdout));
    },
    60_000,
  );
});
