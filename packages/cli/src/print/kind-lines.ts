import type { KindDescription } from '@stuntdouble/engine';

/** The catalogue of faults for a terminal: each kind, where it acts, what the client sees, its flags. */
export function kindsAsText(kinds: readonly KindDescription[]): string {
  return kinds
    .map(({ kind, layers, summary, options }) => {
      const flags = options.map(({ flag, form, default: fallback, description }) => ({
        usage: `--${flag} ${form}`,
        about: description + (fallback === undefined ? '' : ` [${fallback}]`),
      }));
      const width = Math.max(0, ...flags.map(({ usage }) => (usage.length > 34 ? 0 : usage.length)));
      const lines = flags.map(({ usage, about }) =>
        usage.length > 34 ? `    ${usage}\n    ${' '.repeat(width)}  ${about}` : `    ${usage.padEnd(width)}  ${about}`,
      );
      return [`${kind} (${layers.join(', ')}): ${summary}`, ...lines].join('\n');
    })
    .join('\n\n');
}

/** The table of docs/faults.md. */
export function kindsAsMarkdown(kinds: readonly KindDescription[]): string {
  const rows = kinds.map(({ kind, layers, summary, options }) => {
    const flags = options.map(({ flag, form, default: fallback }) => {
      const preset = fallback === undefined ? '' : ` (${fallback})`;
      return `\`--${flag} ${form.replaceAll('|', '\\|')}\`${preset}`;
    });
    return `| \`${kind}\` | ${layers.join(', ')} | ${summary} | ${flags.join(', ') || '–'} |`;
  });
  return ['| kind | layer | what the client sees | options |', '|---|---|---|---|', ...rows].join('\n');
}
