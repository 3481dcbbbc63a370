/**
 * `--examples`: the platform starts with the items of the document's own examples, so that what the document shows can be called as it
 * stands. They belong to Northgate; their bytes are those of the example upload.
 */
import type { Platform } from './platform.ts';
import { stagedResources } from './provider-states/staged-resources.ts';

const draft = 'int_01KJQ7K0FPY2Y414';
const submitted = 'int_01KJ8MNQ16H2688A';
/** Of the example upload. */
const bytes = {
  sizeBytes: 56,
  checksum: { algorithm: 'sha-256', value: '771b28cdf8a7c408d128ba437f79a0c32920d09588e3529e1b6e126f1c52d5ad' },
};

const items: readonly (readonly [word: string, parameters: Readonly<Record<string, unknown>>])[] = [
  ['intake', { id: draft }],
  ['intake', { id: submitted, status: 'submitted' }],
  ['document', { intakeId: draft }],
  ['exchange', { documentIds: ['doc_01KJ8MFKA8JJPVEF'] }],
  ['audit event', {}],
  ['webhook subscription', {}],
];

export function plantExamples(platform: Platform): void {
  const resources = new Map(stagedResources(platform).map((resource) => [resource.word, resource]));
  resources.get('document')?.add({
    id: 'doc_01KJ8MFKA8JJPVEF',
    intakeId: submitted,
    status: 'available',
    ...bytes,
    encryption: encryptionOf(platform, 'doc_01KJ8MFKA8JJPVEF'),
  });
  for (const [word, parameters] of items) resources.get(word)?.add(parameters);
}

/** With a key for each of its recipients, as the list of documents shows it. */
function encryptionOf({ document }: Platform, id: string): unknown {
  const { data } = Object(document.at('/components/examples/DocumentListLastPage/value'));
  return Object(Array.isArray(data) ? data.find((item: unknown) => Object(item).id === id) : undefined).encryption;
}
