import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ListenerFault } from '../delivery.ts';
import type { Clock } from '../time/clock.ts';
import type { CertificateState } from '../tls/certificates.ts';
import type { Gate } from './gate.ts';
import { reset } from './raw-socket.ts';

/**
 * What the listener does to connections while faults of its layer are on. Knows no rule: it is told the whole state on each
 * change, and an empty one is health.
 */
export interface ListenerFaults {
  apply(faults: readonly ListenerFault[]): void;
  /** False where every connection is reset. */
  readonly accepts: boolean;
  readonly certificate: CertificateState;
  /** Whether a request is answered; false where its connection was broken instead. */
  serves(message: IncomingMessage, response: ServerResponse): boolean;
}

interface State {
  readonly refuse: boolean;
  readonly reset: boolean;
  readonly idleClose: number | undefined;
  readonly certificate: CertificateState;
}

const HEALTHY: State = { refuse: false, reset: false, idleClose: undefined, certificate: 'good' };

export function listenerFaults(gate: Gate, web: Server, clock: Clock): ListenerFaults {
  let state = HEALTHY;
  let since = 0;
  /** When the last answer on a connection was complete, while `idle-close` is on. */
  const answered = new WeakMap<Socket, number>();
  /** Connections on which control is asked: its answer to the very call that breaks the port still leaves. */
  const spared = new Set<Socket>();

  const spare = (socket: Socket, response: ServerResponse): void => {
    spared.add(socket);
    response.once('close', () => {
      spared.delete(socket);
      if (state.refuse) socket.destroySoon();
    });
  };
  const stale = (socket: Socket, after: number): boolean =>
    socket.bytesWritten > 0 && clock.now() - (answered.get(socket) ?? since) >= after;

  return {
    apply(faults) {
      const before = state;
      state = stateOf(faults);
      if (state.idleClose !== undefined && before.idleClose === undefined) since = clock.now();
      if (state.certificate !== before.certificate && state.certificate !== 'good') web.closeIdleConnections();
      if (state.refuse && !before.refuse) {
        gate.shut();
        const kept = new Set([...spared].map(({ remotePort }) => remotePort));
        for (const connection of gate.connections) if (!kept.has(connection.remotePort)) connection.resetAndDestroy();
      } else if (!state.refuse && before.refuse) gate.open();
    },
    get accepts() {
      return !state.reset;
    },
    get certificate() {
      return state.certificate;
    },
    serves(message, response) {
      const { socket } = message;
      if (mayControl(message.url ?? '/')) spare(socket, response);
      else if (state === HEALTHY) return true;
      else if (state.reset) return !reset(socket);
      else if (state.idleClose !== undefined) {
        if (stale(socket, state.idleClose)) return !socket.destroy();
        // When its last byte is handed over: `close` comes a turn later, when the client may have read it.
        response.once('prefinish', () => answered.set(socket, clock.now()));
      }
      return true;
    },
  };
}

const SLASH = 47;
const UNDERSCORE = 95;
const TILDE = 126;

/** Paths of control begin with `/_` or `/~`; what is no path is looked through. */
const mayControl = (target: string): boolean =>
  (target.charCodeAt(0) !== SLASH || target.charCodeAt(1) === UNDERSCORE || target.charCodeAt(1) === TILDE) &&
  target.includes('/_stunt');

function stateOf(faults: readonly ListenerFault[]): State {
  if (faults.length === 0) return HEALTHY;
  const idle = faults.flatMap((fault) => (fault.kind === 'idle-close' ? [fault.after] : []));
  return {
    refuse: faults.some(({ kind }) => kind === 'refuse'),
    reset: faults.some(({ kind }) => kind === 'reset'),
    idleClose: idle.length === 0 ? undefined : Math.min(...idle),
    certificate: faults.findLast((fault) => fault.kind === 'tls')?.mode ?? 'good',
  };
}
