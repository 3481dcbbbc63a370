/**
 * Header fields of the pages: what a page may load and who may frame it. Scripts and styles are known by a nonce, so that markup
 * that came in by mistake does nothing; nothing is fetched from another origin.
 */
export function pageHeaders(nonce: string, page: 'home' | 'reference'): string[] {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    // The reference writes style elements of its own while it runs.
    page === 'home' ? `style-src 'nonce-${nonce}'` : `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:${page === 'home' ? '' : ' blob:'}`,
    `font-src 'self' data:`,
    `connect-src 'self'`,
    `frame-src ${page === 'home' ? `'self'` : `'none'`}`,
    `frame-ancestors ${page === 'home' ? `'none'` : `'self'`}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ];
  return [
    'Content-Type',
    'text/html; charset=utf-8',
    'Content-Security-Policy',
    policy.join('; '),
    // It bears a nonce, and tells of the sandbox as it is now.
    'Cache-Control',
    'no-store',
    'Vary',
    'Accept',
    'Referrer-Policy',
    'no-referrer',
    'Cross-Origin-Opener-Policy',
    'same-origin',
    ...SNIFFED_NEVER,
  ];
}

export const SNIFFED_NEVER: readonly string[] = ['X-Content-Type-Options', 'nosniff'];
