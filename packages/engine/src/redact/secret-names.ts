import type { ApiDocument } from '../operation.ts';

/** Whether what stands under a name is a secret: by the usual names, and by those that the documents' security schemes use. */
export type IsSecretName = (name: string) => boolean;

const USUAL =
  /auth|cookie|session|passw|pwd|passphrase|passcode|secret|token|jwt|bearer|credential|signature|csrf|xsrf|otp$|^pin$|cvv|cvc|api.?key|access.?key|private.?key|client.?key|^key$|^sid$/i;

export function secretNames(documents: readonly Pick<ApiDocument, 'securitySchemes'>[]): IsSecretName {
  const declared = new Set(
    documents.flatMap(({ securitySchemes }) =>
      securitySchemes.flatMap(({ kind }) => {
        const [, name] = /^apiKey in \S+ (.+)$/.exec(kind) ?? [];
        return name === undefined ? [] : [name.toLowerCase()];
      }),
    ),
  );
  return (name) => USUAL.test(name) || declared.has(name.toLowerCase());
}
