import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { CertificateState, Certificates } from '../tls/certificates.ts';
import type { Pair } from '../tls/sign.ts';
import { setBelow } from './raw-socket.ts';

export type SecureContexts = Readonly<Record<CertificateState, SecureContext>>;

/** One context for each state: sessions of one are not resumed in another, so that each new handshake sees its certificate. */
export const secureContexts = (certificates: Certificates): SecureContexts => ({
  good: contextOf(certificates.good),
  expired: contextOf(certificates.expired),
  'wrong-host': contextOf(certificates['wrong-host']),
  untrusted: contextOf(certificates.untrusted),
});

const contextOf = ({ certificate, key }: Pair): SecureContext => createSecureContext({ cert: certificate, key });

/** A client that says nothing is let go after this. */
const HANDSHAKE_MS = 30_000;

/** Speaks TLS on a connection, and hands it on once the client has accepted the certificate. HTTP/1.1 only. */
export function shakeHands(tcp: Socket, secureContext: SecureContext, done: (secure: Socket) => void): void {
  const secure = new TLSSocket(tcp, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
  setBelow(secure, tcp);
  const timer = setTimeout(() => tcp.destroy(), HANDSHAKE_MS);
  const failed = (): void => void tcp.destroy();
  tcp.on('error', failed);
  secure.on('error', failed);
  secure.once('close', () => clearTimeout(timer));
  secure.once('secure', () => {
    clearTimeout(timer);
    done(secure);
  });
}
