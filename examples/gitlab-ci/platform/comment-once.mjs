/**
 * Writes a file as a comment of the merge request, or into the comment that it wrote before. The token is one of the project, with the role
 * Reporter and the scope `api`: that of the job may not comment. Usage, in a job of a merge request: GITLAB_TOKEN=… node comment-once.mjs impact.md
 */
import { readFileSync } from 'node:fs';

const { CI_API_V4_URL, CI_MERGE_REQUEST_PROJECT_ID, CI_MERGE_REQUEST_IID, GITLAB_TOKEN } = process.env;
const notes = `${CI_API_V4_URL}/projects/${CI_MERGE_REQUEST_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;
const mark = '<!-- comment-once -->';
const body = `${mark}\n${readFileSync(process.argv[2], 'utf8')}`;

async function ask(url, method, content) {
  const headers = { 'PRIVATE-TOKEN': GITLAB_TOKEN, 'Content-Type': 'application/json' };
  const response = await fetch(url, { method, headers, body: content && JSON.stringify(content) });
  if (!response.ok) throw new Error(`${method} ${url} was answered with ${response.status}`);
  return response.json();
}

const listed = await ask(`${notes}?sort=asc&order_by=created_at&per_page=100`, 'GET');
const before = listed.find((note) => note.body.startsWith(mark));
if (before) await ask(`${notes}/${before.id}`, 'PUT', { body });
else await ask(notes, 'POST', { body });
