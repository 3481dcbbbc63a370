import { type ApiDocument, createSchemas, loadSampler, type Operation, startServer } from '@stuntdouble/engine';
import type { Pact } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';
import { planCases } from '../provider-check/plan-cases.ts';
import { type ProviderCredentials, withCredentials } from '../provider-check/provider-credentials.ts';
import { writeRequest } from '../provider-check/write-request.ts';
import { recordPact } from '../record/record-pact.ts';
import type { RecordedExchange } from '../record/recorded-exchange.ts';

/** A pact recorded from the double itself, one request to each of some operations of a real document. */
export async function recordDouble(document: ApiDocument, operations: readonly Operation[]): Promise<Pact> {
  const double = await startServer({ documents: [document], port: 0 });
  const schemas = createSchemas(document.root, document.dialect, 'request');
  const sample = await loadSampler();
  const exchanges: RecordedExchange[] = [];
  try {
    for (const operation of operations) {
      const plan = planCases(operation, schemas, { schemas, sample, seed: 'record', known: {} });
      const [first] = 'cases' in plan ? plan.cases : [];
      if (first === undefined) continue;
      const written = withCredentials(operation, writeRequest(operation, first.draft), credentialsFor(operation));
      const answer = await fetch(`${double.url}${written.target}`, {
        method: written.method,
        headers: written.headers,
        ...(written.body.length > 0 && { body: Buffer.from(written.body) }),
        redirect: 'manual',
      });
      exchanges.push({
        operation: operation.id,
        request: {
          method: written.method,
          target: written.target,
          headers: Object.entries(written.headers).flat(),
          body: Buffer.from(written.body).toString('utf8'),
        },
        answer: { status: answer.status, headers: [...answer.headers].flat(), body: await answer.text() },
      });
    }
  } finally {
    await double.close();
  }
  const { pact } = await recordPact({ consumer: 'partner', provider: 'platform', document, exchanges, pending: false });
  return pactOf(pact, 'recorded.json');
}

function credentialsFor(operation: Operation): ProviderCredentials {
  const basic = (operation.model().security ?? [])
    .flat()
    .some((scheme) => scheme.type === 'http' && scheme.scheme === 'basic');
  return { bearer: 'token', apiKey: 'key', headers: basic ? { authorization: 'Basic YTpi' } : {} };
}
