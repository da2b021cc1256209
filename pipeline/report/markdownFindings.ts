import type { Finding, Report } from '../comparison/finding.ts';
import { classNames, count, kindNames } from './headline.ts';
import { lineDiff } from './lineDiff.ts';
import { code, fenced, prose, sizeOf } from './markdownText.ts';
import { stepsFor } from './resolution.ts';
import { cut, plain, pretty } from './values.ts';

/** A piece that is printed whole or not at all. */
export interface Section {
  /** Written only when there may be room for it. */
  full(): string;
  /** What is missing when it is left out. */
  readonly left: string;
}

export const nothing: Section = { full: () => '', left: '' };

const marks = { critical: '🟥', high: '🟧', medium: '🟨', low: '🟦', info: '⬜' } as const;
const header = '| | environment | resource | property | expected | actual | |\n|---|---|---|---|---|---|---|';

/** One row for each finding, the worst first, as many as fit. */
export function findingTable(
  title: string,
  findings: readonly Finding[],
  budget: number,
  look: 'open' | 'folded' = 'open',
): Section {
  if (findings.length === 0) return nothing;
  const rows: string[] = [];
  let room = budget - 400;
  for (const finding of findings) {
    const text = row(finding);
    room -= sizeOf(text) + 1;
    if (room < 0) break;
    rows.push(text);
  }
  const missing = findings.length - rows.length;
  const more = missing > 0 ? `\n\nand ${missing} more, none worse than these` : '';
  const table = `${header}\n${rows.join('\n')}${more}`;
  const heading = `${title} (${findings.length})`;
  const full =
    look === 'open' ? `### ${heading}\n\n${table}` : `<details><summary>${heading}</summary>\n\n${table}\n\n</details>`;
  return { full: () => full, left: `the table "${title}" of ${count(findings.length, 'finding')}` };
}

function row({
  severity,
  environment,
  resource,
  path,
  expected,
  actual,
  change,
  kind,
  classification,
}: Finding): string {
  const values =
    path === '' ? [change === 'added' ? 'absent' : '', change] : [code(plain(expected), 80), code(plain(actual), 80)];
  const cells = [
    `${marks[severity]} ${severity}`,
    code(environment),
    code(resource.name, 60),
    path === '' ? '' : code(path, 80),
    ...values,
  ];
  return `| ${cells.join(' | ')} | ${kindNames[kind]}, ${classNames[classification]} |`;
}

/** One foldable block for each finding: why it matters, the difference, the ways out. */
export const details = (findings: readonly Finding[], report: Report): readonly Section[] =>
  findings.map((finding) => ({ full: () => detail(finding, report), left: 'details' }));

function detail(finding: Finding, report: Report): string {
  const { severity, environment, resource, path, reason, attribution, id, waiver } = finding;
  const place = path === '' ? resource.name : `${resource.name} ${path}`;
  const lines = [
    `<details><summary>${marks[severity]} ${code(environment)} ${code(place, 120)}</summary>`,
    `${prose(reason)}.`,
    ...(attribution === undefined
      ? []
      : [`Changed by ${code(attribution.actor)} with ${code(attribution.event)} at ${code(attribution.at)}.`]),
    ...(waiver === undefined ? [] : [`Waiver: ${prose(waiver.owner)}, until ${code(waiver.expires)}.`]),
    fenced(differenceText(finding), 'diff'),
    ...stepsFor(finding, report).map(({ title, text, code: block }) =>
      [
        `**${prose(title)}.** ${prose(text)}`,
        ...(block === undefined ? [] : [fenced(block.text, block.language)]),
      ].join('\n\n'),
    ),
    `<sub>${code(resource.type)} · ${code(resource.urn || '-', 300)} · finding ${code(id)}</sub>`,
    '</details>',
  ];
  return lines.join('\n\n');
}

function differenceText({ expected, actual }: Finding): string {
  const lines = lineDiff(pretty(expected), pretty(actual), 2).map(({ mark, text }) => `${mark} ${cut(text, 500)}`);
  if (lines.length <= 60) return lines.join('\n');
  return `${lines.slice(0, 60).join('\n')}\n  … ${lines.length - 60} more lines in report.html`;
}
