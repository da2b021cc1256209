import escapeHtml from 'escape-html';
import { visible } from '../values.ts';

/** HTML that this project wrote. Everything else is text, and is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | undefined | false | readonly Part[];

/** A template whose values are escaped, unless they are markup themselves; lists are joined, absent values are nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, literal, index) => text + render(values[index - 1]) + literal));
}

function render(value: Part): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return escapeHtml(visible(String(value)));
}
