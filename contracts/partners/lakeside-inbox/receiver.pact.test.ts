/**
 * The messages that the inbox takes, as a contract: what it reads of each event, and no more. Each goes through the code that reads a
 * delivery. How a delivery is signed is no matter of a message pact; `receiver.test.ts` has that.
 */
import { afterAll, describe, expect, it } from '@jest/globals';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { pactOutput } from '../../pact-output.ts';
import { readEvent } from './event.ts';

const { eachLike, regex, string } = MatchersV3;

const output = pactOutput(import.meta.filename, 'lakeside-inbox');
const pact = new PactV4(output.options);
afterAll(() => {
  const { written, committed } = output.compare();
  output.discard();
  // Not equal? `npm run pacts` writes what is committed.
  expect(committed).toEqual(written);
});

const lakeside = 'prt_01HV3QK7C2M9XDVA';
const northgate = 'prt_01HV3N2THB1J1Z4D';
const intakeId = 'int_01KJQ7K0FPY2Y414';
const exchangeId = 'exc_01KJQASX8E25EABN';
const documentId = 'doc_01KJ8MFKA8JJPVEF';
const id = (prefix: string, example: string) => regex(`^${prefix}_[0-9A-HJKMNP-TV-Z]{16}$`, example);

const message = () => pact.addAsynchronousInteraction().testName(output.testName);

describe('the inbox and the events of the platform', () => {
  it(
    'agree on an intake that was submitted',
    output.agrees(async () => {
      await message()
        .given('an intake exists', { id: intakeId, status: 'draft', recipientId: lakeside })
        .expectsToReceive('an intake.submitted event', (event) =>
          event.withMetadata({ contentType: 'application/json' }).withJSONContent({
            type: 'intake.submitted',
            data: {
              id: intakeId,
              subject: string('Access to building records, site 42'),
              priority: regex('^(low|normal|high)$', 'high'),
            },
          }),
        )
        .executeTest(async ({ contents }) => {
          const subject = 'Access to building records, site 42';
          expect(readEvent(contents.content)).toEqual({ kind: 'intake', id: intakeId, subject, priority: 'high' });
        });
    }),
  );

  it(
    'agree on an offer of documents',
    output.agrees(async () => {
      await message()
        .given('a document exists', { id: documentId, status: 'available' })
        .expectsToReceive('an exchange.created event', (event) =>
          event.withMetadata({ contentType: 'application/json' }).withJSONContent({
            type: 'exchange.created',
            data: {
              id: id('exc', exchangeId),
              senderId: id('prt', northgate),
              documentIds: eachLike(id('doc', documentId)),
            },
          }),
        )
        .executeTest(async ({ contents }) => {
          expect(readEvent(contents.content)).toEqual({
            kind: 'offer',
            id: exchangeId,
            senderId: northgate,
            documentIds: [documentId],
          });
        });
    }),
  );
});
