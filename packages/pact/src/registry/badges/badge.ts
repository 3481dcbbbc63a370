/** A badge as SVG: what is asked on the left, the answer on the right. Loads nothing from elsewhere. */
export type BadgeColour = 'green' | 'red' | 'orange' | 'grey';

const COLOURS: Readonly<Record<BadgeColour, string>> = {
  green: '#3a7d0a',
  red: '#c0392b',
  orange: '#b35900',
  grey: '#6b6b6b',
};

export function badge(left: string, right: string, colour: BadgeColour): string {
  const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)];
  const width = leftWidth + rightWidth;
  const text = (content: string, middle: number): string =>
    `<text x="${middle}" y="14" text-anchor="middle">${escapeXml(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${escapeXml(`${left}: ${right}`)}">`,
    `<title>${escapeXml(`${left}: ${right}`)}</title>`,
    `<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${leftWidth}" height="20" fill="#444"/>`,
    `<rect x="${leftWidth}" width="${rightWidth}" height="20" fill="${COLOURS[colour]}"/></g>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">`,
    `${text(left, leftWidth / 2)}${text(right, leftWidth + rightWidth / 2)}</g></svg>\n`,
  ].join('');
}

/** Of that font, nearly. */
const widthOf = (text: string): number => Math.round(text.length * 6.8 + 12);

const escapeXml = (text: string): string =>
  text
    // Not allowed in XML, however it is written.
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
