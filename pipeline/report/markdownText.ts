/**
 * Text from outside in GitHub's Markdown. Names, values and messages may hold anything; none of it may become markup, ping a
 * person, or link anywhere. GitHub looks for mentions and references in the rendered text, after entities are decoded, and
 * leaves alone only what stands in `code` and `pre`: so whatever could be one is put there.
 */
import { cut, visible } from './values.ts';

const special = /[&<>`*_[\]\\~|$!#@]|:(?=\/\/)|(?<=www)\./gi;
/** What makes a list, a heading or a rule at the beginning of a line. */
const leading = /^(?:[-+=]|\d+[.)])/;

const entity = (text: string): string => [...text].map((each) => `&#${each.codePointAt(0) ?? 0};`).join('');
const entities = (text: string): string => text.replaceAll(special, entity);

/** On one line, literal, in a table as well as in a sentence. */
export function code(text: string, most = 200): string {
  const line = visible(cut(text, most))
    .replaceAll(/[\n\t]/g, ' ')
    .trim();
  return line === '' ? '<code>&#34;&#34;</code>' : `<code>${entities(line)}</code>`;
}

/** Words that GitHub would turn into a mention, a reference, or a link. */
const active = /@|#\d|gh-\d|:\/\/|www\.|^[0-9a-f]{7,64}\W*$/i;

/** A sentence. */
export function prose(text: string, most = 1000): string {
  const words = cut(text, most)
    .split(/\s+/)
    .filter((word) => word !== '');
  return words
    .map((word) => (active.test(word) ? code(word, most) : entities(visible(word))))
    .join(' ')
    .replace(leading, entity);
}

/** A block in which nothing is markup: its fence is longer than any in the text. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

export const sizeOf = (text: string): number => Buffer.byteLength(text);
