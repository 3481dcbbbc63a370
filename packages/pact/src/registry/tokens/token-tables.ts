/** Tokens of the registry: hashes only, so that nobody who reads the file can use one. Beside the log of events, never in it. */
export const tokenTables = `
CREATE TABLE tokens (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, pacticipant TEXT,
  created_at INTEGER NOT NULL, revoked_at INTEGER) STRICT;
`;
