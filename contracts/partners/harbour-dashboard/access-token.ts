/**
 * The dashboard's access token: asked for with client credentials, used until shortly before it expires, thrown away when it is refused.
 * Many calls at once share one request for it. Never written anywhere.
 */
export interface TokenSettings {
  /** Of the token endpoint. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface AccessToken {
  get(): Promise<string>;
  /** After a 401: the next `get` asks for a new one. */
  forget(): void;
}

const safetyMs = 30_000;
const answerMs = 5000;

export function accessToken({ url, clientId, clientSecret, scope, now }: TokenSettings): AccessToken {
  let current: Promise<{ token: string; until: number }> | undefined;

  const ask = async () => {
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
      signal: AbortSignal.timeout(answerMs),
    });
    if (!response.ok) throw new Error(`The token endpoint answered ${response.status}; check client id and secret.`);
    const { access_token: token, expires_in: seconds } = fieldsOf(await response.json());
    return { token: String(token), until: now() + Number(seconds) * 1000 - safetyMs };
  };

  return {
    async get() {
      const held = await current?.catch(() => undefined);
      if (held && held.until > now()) return held.token;
      current = ask();
      return (await current).token;
    },
    forget() {
      current = undefined;
    },
  };
}

const fieldsOf = (value: unknown): Record<string, unknown> => Object.fromEntries(Object.entries(Object(value)));
