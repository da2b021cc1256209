import type { Value } from '../snapshot/observation.ts';

/**
 * Characters that change how a text reads without being seen: direction marks and overrides, zero-width characters, and control
 * characters. They are written out, so that nothing in an account can disguise itself in a report.
 */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

export const visible = (text: string): string =>
  text.replaceAll(invisible, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);

/** The same in a JSON text, by its own escapes. */
export const escaped = (json: string): string =>
  json.replaceAll(invisible, (found) =>
    found.split('').reduce((text, unit) => `${text}\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`, ''),
  );

/** A value on one line, for sentences and narrow columns. */
export function plain(value: Value, most = 80): string {
  if (value === null) return 'absent';
  const text = visible(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/\s+/g, ' ');
  return cut(text, most);
}

/** A value over as many lines as it needs, for a block of its own. */
export function pretty(value: Value): string {
  if (value === null) return 'absent';
  return visible(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

/** Cuts between characters, never inside one, and says so. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text.slice(0, most)];
  return `${characters.slice(0, -1).join('')}…`;
}
