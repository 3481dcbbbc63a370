import { execFileSync } from 'node:child_process';

/** Does what pasting a printed curl line into a shell does: the shell takes its quotes off, and the request is sent. */
export async function pasteCurl(line: string): Promise<Response> {
  const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${line}`], { encoding: 'utf8' }).split(
    '\0',
  );
  const after = (flag: string) => words.flatMap((word, index) => (words[index - 1] === flag ? [word] : []));
  const url = words.find((word) => word.startsWith('http'));
  if (url === undefined) throw new Error(`there is no URL in: ${line}`);
  const headers = after('-H').map((header): [string, string] => {
    const [name = '', ...value] = header.split(': ');
    return [name, value.join(': ')];
  });
  const [method = 'GET'] = after('-X');
  const [body] = after('-d');
  return fetch(url, { method, headers, ...(body !== undefined && { body }) });
}

/** The lines that start-up offers for pasting. */
export function curlLinesIn(output: string): string[] {
  return [...output.matchAll(/^ {2}(curl http.*|curl -X .*|curl 'http.*)$/gm)].flatMap(([, line]) => line ?? []);
}
