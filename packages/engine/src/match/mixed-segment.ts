/**
 * Matches one segment that mixes text and parameters, such as `{name}.{extension}` or `{owner}:cancel`, against a segment
 * as it was sent. Anchored at both ends, linear in the segment's length; no parameter is ever empty.
 */
export type MixedMatcher = (segment: string, captures: string[]) => boolean;

export function compileMixedSegment(literals: readonly string[]): MixedMatcher {
  return (segment, captures) => {
    // As sent first: an encoded delimiter is data. Then by what the escapes stand for, since `%3Acancel` is `:cancel`.
    if (matchText(literals, segment, segment, undefined, captures)) return true;
    if (!segment.includes('%')) return false;
    const { text, offsets } = decodeWithOffsets(segment);
    return matchText(literals, text, segment, offsets, captures);
  };
}

/** Each parameter takes as little as it can, at least one character; the last one takes the rest. */
function matchText(
  literals: readonly string[],
  text: string,
  raw: string,
  offsets: number[] | undefined,
  captures: string[],
): boolean {
  const first = literals[0] ?? '';
  const last = literals[literals.length - 1] ?? '';
  const end = text.length - last.length;
  let position = first.length;
  if (end <= position || !text.startsWith(first) || !text.endsWith(last)) return false;
  const kept = captures.length;
  for (let index = 1; index < literals.length; index++) {
    const literal = literals[index] ?? '';
    const isLast = index === literals.length - 1;
    const at = isLast ? end : text.indexOf(literal, position + 1);
    if (at <= position || at > end) {
      captures.length = kept;
      return false;
    }
    captures.push(offsets === undefined ? raw.slice(position, at) : raw.slice(offsets[position], offsets[at]));
    position = at + literal.length;
  }
  return true;
}

/** The decoded text, and for each of its code units where in the segment it began; broken escapes stand for themselves. */
function decodeWithOffsets(segment: string): { text: string; offsets: number[] } {
  const offsets: number[] = [];
  let text = '';
  const add = (piece: string, offset: number): void => {
    for (let unit = 0; unit < piece.length; unit++) offsets.push(offset);
    text += piece;
  };
  for (const match of segment.matchAll(/(?:%[0-9a-f]{2})+|./gis)) {
    if (match[0].length === 1) add(match[0], match.index);
    else addEscapes(match[0], match.index, add);
  }
  offsets.push(segment.length);
  return { text, offsets };
}

function addEscapes(escapes: string, offset: number, add: (piece: string, offset: number) => void): void {
  for (let at = 0; at < escapes.length; ) {
    const length = 3 * utf8Length(Number.parseInt(escapes.slice(at + 1, at + 3), 16));
    const piece = escapes.slice(at, at + length);
    try {
      add(decodeURIComponent(piece), offset + at);
    } catch {
      for (let unit = 0; unit < piece.length; unit++) add(piece.charAt(unit), offset + at + unit);
    }
    at += piece.length;
  }
}

function utf8Length(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
