/** Text of unknown origin, shown as text: nothing in it is markup, a mention, a link or a change of direction. */

// What draws nothing or turns the writing direction: control characters but tab and line feed, bidirectional marks, and
// characters without width.
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export const plainText = (text: string): string => text.replaceAll('\r\n', '\n').replace(invisible, '\ufffd');

/** A fenced block whose fence is longer than any in the text. */
export function codeBlock(text: string, language = ''): string {
  const shown = plainText(text);
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([fence]) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** At most so many characters; what was cut is said. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = `\n… ${text.length - limit} characters more`;
  return `${text.slice(0, Math.max(0, limit - note.length))}${note}`;
}
