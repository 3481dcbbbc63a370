/**
 * Stored values as JSON and back, bytes included: a `Uint8Array` anywhere in a value becomes `{"$bytes": BASE64}`. Never loses
 * a value that looks like that itself: its key gets a further `$`.
 */
export const valueToText = (value: unknown): string => JSON.stringify(value, withBytes);

export const valueFromText = (text: string): unknown => JSON.parse(text, fromJson);

const MARK = '$bytes';
/** `$bytes`, and what was escaped before. */
const LIKE_MARK = /^\$+bytes$/;

function withBytes(this: unknown, key: string, value: unknown): unknown {
  // From the holder: a Buffer arrives as what its toJSON made of it.
  const own: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  if (own instanceof Uint8Array)
    return { [MARK]: Buffer.from(own.buffer, own.byteOffset, own.byteLength).toString('base64') };
  return renamed(value, (name) => `$${name}`);
}

function fromJson(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [first, ...more] = Object.entries(value);
  if (more.length === 0 && first?.[0] === MARK && typeof first[1] === 'string')
    return new Uint8Array(Buffer.from(first[1], 'base64'));
  return renamed(value, (name) => name.slice(1));
}

/** The same value, and in nearly all cases the same object. */
function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (!Object.keys(value).some((name) => LIKE_MARK.test(name))) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [LIKE_MARK.test(name) ? rename(name) : name, inner]),
  );
}
