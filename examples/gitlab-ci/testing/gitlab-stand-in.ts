/** Stands in for two addresses of GitLab's API: pipeline triggers, and the comments of a merge request. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** Variables of the pipeline that is asked for. */
export type Triggered = Readonly<Record<string, string>>;

export interface Note {
  readonly id: number;
  readonly body: string;
}

export async function gitlabStandIn() {
  const waiting: ((variables: Triggered) => void)[] = [];
  const notes: Note[] = [];
  const answer = (method: string, target: URL, token: unknown, sent: string): readonly [number, unknown?] => {
    if (target.pathname === '/api/v4/projects/1/trigger/pipeline') {
      const { ref, variables } = JSON.parse(sent);
      const isRight = ref === 'main' && target.searchParams.get('token') === 'token-of-the-trigger';
      if (isRight) waiting.shift()?.(variables);
      return isRight ? [201, {}] : [400, {}];
    }
    const [, id] = /^\/api\/v4\/projects\/1\/merge_requests\/7\/notes(?:\/(\d+))?$/.exec(target.pathname) ?? [];
    if (token !== 'token-of-the-project') return [401, {}];
    if (method === 'GET') return [200, notes];
    const { body } = JSON.parse(sent);
    if (method === 'PUT') notes[Number(id) - 1] = { id: Number(id), body };
    else notes.push({ id: notes.length + 1, body });
    return [200, {}];
  };
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const [status, body] = answer(method, new URL(url, 'http://gitlab'), headers['private-token'], await text(request));
    response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/api/v4`;
  return {
    url,
    notes,
    next: () => new Promise<Triggered>((resolve) => waiting.push(resolve)),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
