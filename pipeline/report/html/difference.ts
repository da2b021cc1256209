import type { Finding } from '../../comparison/finding.ts';
import type { Value } from '../../snapshot/observation.ts';
import { lineDiff, type DiffLine } from '../lineDiff.ts';
import { cut, pretty } from '../values.ts';
import { markup, type Markup } from './markup.ts';

const mostLines = 400;

/** Two values side by side when they are short, a line difference when they are documents. */
export function difference(finding: Finding): Markup | undefined {
  const { expected, actual, kind, path, classification } = finding;
  if (classification === 'unknown' && path === '') return undefined;
  const [left, right] = labels[kind];
  if (isShort(expected) && isShort(actual)) {
    return markup`<dl class="pair">
      <div class="expected">
        <dt>${left}</dt>
        <dd><code>${pretty(expected)}</code></dd>
      </div>
      <div class="actual">
        <dt>${right}</dt>
        <dd><code>${pretty(actual)}</code></dd>
      </div>
    </dl>`;
  }
  const lines = lineDiff(pretty(expected), pretty(actual));
  const more =
    lines.length > mostLines && markup`<p class="meta">and ${lines.length - mostLines} more lines in report.json</p>`;
  return markup`<figure class="diff">
    <figcaption><del>− ${left}</del> <ins>+ ${right}</ins></figcaption>
    <pre tabindex="0">${lines.slice(0, mostLines).map(line)}</pre>
    ${more}
  </figure>`;
}

const labels = {
  'live-drift': ['as deployed', 'in the account'],
  'undeployed-change': ['in the program', 'as deployed'],
  parity: ['expected', 'actual'],
} as const;

const isShort = (value: Value): boolean => {
  const text = pretty(value);
  return text.length <= 120 && !text.includes('\n');
};

function line({ mark, text }: DiffLine): Markup {
  const shown = cut(text, 2000);
  if (mark === '-') return markup`<del>- ${shown}\n</del>`;
  if (mark === '+') return markup`<ins>+ ${shown}\n</ins>`;
  return markup`<span>  ${shown}\n</span>`;
}
