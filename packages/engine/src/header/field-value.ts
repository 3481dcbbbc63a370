/**
 * A text as the value of a header field: visible Latin-1, spaces and tabs (RFC 9110 5.5). Documents and clients write what no
 * header block may hold; each such character becomes a question mark. Never changes what may be sent.
 */
export const fieldValue = (text: string): string => text.replace(/[^\t\x20-\x7e\x80-\xff]/gu, '?');

/** Whether a name may be that of a header field. */
export const isFieldName = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name);
