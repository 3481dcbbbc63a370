import { newExchange } from '../exchange.ts';

/** For what acts where there is no request: on the port, or on a delivery. */
export const NO_REQUEST = newExchange({
  serial: 0,
  id: '',
  startedAt: 0,
  sandbox: '',
  request: { method: '', target: '', headers: {}, body: new Uint8Array() },
});
