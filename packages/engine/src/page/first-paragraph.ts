const MOST = 500;

/** The first paragraph of a description in Markdown as plain text; undefined where there is none. Never gives markup. */
export function firstParagraph(markdown: unknown): string | undefined {
  if (typeof markdown !== 'string') return undefined;
  // Long descriptions are whole manuals; the first paragraph is near their beginning.
  const paragraphs = markdown.slice(0, 10_000).split(/\r?\n[ \t]*\r?\n/);
  const text = paragraphs.map(plain).find((paragraph) => paragraph !== '');
  if (text === undefined || text.length <= MOST) return text;
  return `${text.slice(0, text.lastIndexOf(' ', MOST))} …`;
}

function plain(paragraph: string): string {
  const lines = paragraph.split('\n').filter((line) => !/^\s*(#|```|!\[|\|)/.test(line));
  return lines
    .join(' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/(\*\*|__|`)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
