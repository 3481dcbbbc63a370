/** What a token says, and what came of looking at one. Plain data. */

/** What a token may be used for: calls, a new token of calls, or once at the token endpoint. */
export type TokenKind = 'access' | 'refresh' | 'code' | 'id';

export interface TokenClaims {
  readonly kind: TokenKind;
  /** Of this token alone. */
  readonly id: string;
  /** Shared by all tokens that come from one authorisation: they are revoked together. */
  readonly grant: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Milliseconds of the sandbox's clock. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** What the code was asked for; of codes only. */
  readonly redirectUri?: string | undefined;
  readonly challenge?: string | undefined;
  readonly nonce?: string | undefined;
}

export type TokenFlaw =
  | 'malformed'
  | 'algorithm'
  | 'foreign'
  | 'signature'
  | 'kind'
  | 'expired'
  | 'revoked'
  | 'replaced';

export type TokenVerdict =
  | { readonly kind: 'good'; readonly claims: TokenClaims }
  | {
      readonly kind: 'bad';
      readonly flaw: TokenFlaw;
      /** For `error_description`: nothing of the token, no quotes. */
      readonly description: string;
      /** Of what this sandbox has signed and then revoked. */
      readonly claims?: TokenClaims;
    };
