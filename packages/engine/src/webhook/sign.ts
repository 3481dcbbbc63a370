/**
 * Signs a delivery as Standard Webhooks has it. Loaded with the first delivery; a secret that is not in their form
 * (`whsec_` and base64) is taken as it stands.
 */
export interface ToSign {
  readonly id: string;
  /** Milliseconds of the sandbox's clock: what the receiver compares with its own. */
  readonly at: number;
  readonly body: string;
}

export async function signatureHeaders(secret: string, { id, at, body }: ToSign): Promise<Record<string, string>> {
  // By its default: the packed command has no other export of a CommonJS module.
  const { Webhook } = (await import('standardwebhooks')).default;
  const signer = (): InstanceType<typeof Webhook> => {
    try {
      return new Webhook(secret);
    } catch {
      return new Webhook(secret, { format: 'raw' });
    }
  };
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': signer().sign(id, new Date(at), body),
  };
}

/** A signature that no receiver accepts and that looks like one: that of something else. */
export const badSignatureHeaders = (secret: string, toSign: ToSign): Promise<Record<string, string>> =>
  signatureHeaders(secret, { ...toSign, body: `${toSign.body} ` });
