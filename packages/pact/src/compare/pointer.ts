/** JSON pointers (RFC 6901), written. */

export const escapeToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

export const pointerOf = (path: readonly string[]): string => path.map((token) => `/${escapeToken(token)}`).join('');
