import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';
import { inOneLine, plainText } from './plain-text.ts';

afterAll(endAll);

describe('a text of somebody else', () => {
  it('shows control characters instead of sending them to the terminal', () => {
    expect(plainText('a\u001b[2Jb\u009bc\rd', { isForGithub: false })).toBe(String.raw`a\u001b[2Jb\u009bc\rd`);
    expect(plainText('lines\n\tand 漢字 😀 stay', { isForGithub: false })).toBe('lines\n\tand 漢字 😀 stay');
  });

  it('is no command in the log of GitHub Actions', () => {
    const text = 'one\n::add-mask::x\n  ::error::y\na :: b ##[group]z';
    expect(plainText(text, { isForGithub: true })).toBe('one\n: :add-mask::x\n  : :error::y\na :: b # #[group]z');
    expect(plainText(text, { isForGithub: false })).toBe(text);
  });

  it('stays in its line', () => {
    expect(inOneLine('a\nb\r\nc\u2028d')).toBe(String.raw`a\nb\r\nc\u2028d`);
  });

  it('commands nothing from within a pact', async () => {
    const folder = folderWith({
      'pact.json': JSON.stringify({
        consumer: { name: 'shop' },
        provider: { name: 'orders' },
        interactions: [
          {
            description: '::stop-commands::x\nall is kept',
            request: { method: 'GET', path: '/orders' },
            response: { status: 200, body: '::error::\u001b[31mno' },
          },
        ],
      }),
    });
    const shown = await runStunt(['contract', 'show', '--pacts', 'pact.json'], folder, { GITHUB_ACTIONS: 'true' });
    expect(shown.stdout).toContain(String.raw`: :stop-commands::x\nall is kept`);
    expect(shown.stdout).not.toMatch(/^\s*::/m);
    expect(shown.stdout).not.toContain('\u001b');
  });
});
