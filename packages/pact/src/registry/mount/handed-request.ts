/** Requests that come in at another server, and their answers: plain data, which goes from thread to thread. */
export interface HandedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** Path and query, below where the registry stands. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Of the client. */
  readonly remoteAddress: string;
}

export interface HandedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface MountPoint {
  /** `/_stunt/contracts`. */
  readonly path: string;
  readonly scheme: 'http' | 'https';
}

/** One value for each field: what a registry asks for and answers with has no others. */
export const plainHeaders = (
  headers: Readonly<Record<string, number | string | readonly string[] | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
