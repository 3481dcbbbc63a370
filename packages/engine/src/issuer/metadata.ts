import { GRANT_TYPES } from './grants.ts';
import { ALGORITHM } from './signing-keys.ts';

/** What clients find out by themselves (RFC 8414, OpenID Connect Discovery): endpoints below the sandbox that was asked. */
export function metadata(issuer: string, scopes: readonly string[]): object {
  const clients = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    revocation_endpoint: `${issuer}/revoke`,
    introspection_endpoint: `${issuer}/introspect`,
    userinfo_endpoint: `${issuer}/userinfo`,
    scopes_supported: scopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: GRANT_TYPES,
    token_endpoint_auth_methods_supported: [...clients, 'none'],
    revocation_endpoint_auth_methods_supported: [...clients, 'none'],
    introspection_endpoint_auth_methods_supported: clients,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [ALGORITHM],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce'],
  };
}
