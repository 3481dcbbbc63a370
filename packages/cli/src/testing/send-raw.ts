import { connect } from 'node:net';

/** Sends bytes that need be no HTTP and gives what came back, once the server or patience ended it. */
export function sendRaw(port: number, bytes: string, patience = 300): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.setTimeout(patience, () => socket.destroy());
    // A reset is an answer too.
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}
