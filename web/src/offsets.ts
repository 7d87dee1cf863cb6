// Offsets in code points, as the record counts them: script counts UTF-16 units, of which an emoji has two.

/** Code points in the first `units` UTF-16 units of a text; a unit in the middle of a character counts as before it. */
export function points(text: string, units: number): number {
  let count = 0;
  for (let at = 0; at < units; count++) {
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
    if (at > units) break;
  }
  return count;
}

/** A stretch of text without the white space at its ends: where it begins and ends, in code points of the text. */
export function trimmed(text: string, start: number): { start: number; end: number; words: string } | null {
  const words = text.trim();
  if (!words) return null;
  const before = text.length - text.trimStart().length;
  const from = start + points(text, before);
  return { start: from, end: from + points(words, words.length), words };
}
