/** @returns the `code` of an error of Node's, `ENOENT` or the like; asks for no class, since errors cross realms in tests. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
