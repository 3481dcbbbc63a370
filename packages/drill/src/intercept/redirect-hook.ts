/**
 * What Node loads before the client (`--require`): connections to the intercepted host go to the double, whoever opens them (fetch,
 * undici, https, libraries on top of them). Names and certificates stay as the client wants them. Kept as a text, for it is
 * written to a file that other processes read, of whatever version of Node.
 */
export const redirectHook = `'use strict';
const net = require('node:net');
const [, host, port, to] = /^(.*):(\\d+)=(\\d+)$/.exec(process.env.DRILL_INTERCEPT || '') || [];
const connect = net.Socket.prototype.connect;
const isMeant = (options) =>
  options && !options.path && String(options.port) === port && String(options.host).toLowerCase() === host;
const moved = (options) => ({ ...options, host: '127.0.0.1', port: Number(to), lookup: undefined, family: 4 });
if (host) net.Socket.prototype.connect = function (...args) {
  const [first, second] = args;
  if (Array.isArray(first)) {
    if (isMeant(first[0])) first[0] = moved(first[0]);
  } else if (first && typeof first === 'object') {
    if (isMeant(first)) args[0] = moved(first);
  } else if (isMeant({ port: first, host: second })) {
    args[0] = Number(to);
    args[1] = '127.0.0.1';
  }
  return connect.apply(this, args);
};
`;
