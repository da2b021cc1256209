import type { Report } from '../comparison/finding.ts';
import { count, headlineOf, isOpen } from './headline.ts';
import { details, findingTable, nothing, type Section } from './markdownFindings.ts';
import { code, prose, sizeOf } from './markdownText.ts';

export interface MarkdownOptions {
  /** Bytes in UTF-8, which are never fewer than GitHub's characters: 65,536 for a comment or an issue, 1 MiB for a job summary. */
  readonly budget: number;
  readonly links?: { readonly html?: string; readonly run?: string };
}

/** What GitHub takes for the body of an issue or a comment. */
export const commentBudget = 65_536;

/** Kept free for the line that tells what was left out. */
const reserve = 600;

/** For issues, comments and job summaries. Detail is dropped from the least severe up until it fits, and the end says what. */
export function renderMarkdown(report: Report, { budget, links = {} }: MarkdownOptions): string {
  const open = report.findings.filter((each) => isOpen(each) || each.classification === 'unknown');
  const sections: readonly Section[] = [
    { full: () => head(report), left: '' },
    findingTable('What differs', open, budget / 2),
    ...details(open.filter(isOpen), report),
    environmentTable(report),
    notes(report),
    ...otherTables(report, budget),
    notObservable(report),
  ];
  const taken: string[] = [];
  const left = new Map<string, number>();
  let room = budget - reserve;
  let dropping = false;
  for (const { full, left: what } of sections) {
    const isDetail = what === 'details';
    // Once detail of a finding had to go, less severe detail goes too; whole tables are still tried.
    const text = isDetail && dropping ? null : full();
    if (text === '') continue;
    if (text !== null && sizeOf(text) + 2 <= room) {
      taken.push(text);
      room -= sizeOf(text) + 2;
    } else {
      dropping ||= isDetail;
      left.set(what, (left.get(what) ?? 0) + 1);
    }
  }
  return `${[...taken, foot(left, links)].filter((text) => text !== '').join('\n\n')}\n`;
}

const marks = { 'in-sync': '✅', drifted: '❌', unknown: '❔' } as const;

function head(report: Report): string {
  const { answer, next } = headlineOf(report);
  return `## ${marks[report.verdict]} ${prose(answer, 300)}\n\n${prose(next, 500)}`;
}

function environmentTable({ environments }: Report): Section {
  const rows = Object.entries(environments).map(
    ([name, { account, region, release, observed, observedAt, resources, error }]) =>
      [
        code(name),
        observed,
        code(account || '-'),
        code(region || '-'),
        code(release ?? 'none', 40),
        String(resources),
        observedAt || '-',
        error ? prose(error, 400) : '',
      ].join(' | '),
  );
  const header =
    '| environment | observed | account | region | release | resources | at | cause |\n|---|---|---|---|---|--:|---|---|';
  return {
    full: () => `### Environments\n\n${header}\n${rows.map((row) => `| ${row} |`).join('\n')}`,
    left: 'the table of environments',
  };
}

function notes({ notes: all }: Report): Section {
  const lines = all
    .slice(0, 50)
    .map(({ environment, text }) => `- ${environment === null ? '' : `${code(environment)}: `}${prose(text, 300)}`);
  const more = all.length > 50 ? [`- and ${all.length - 50} more`] : [];
  if (lines.length === 0) return nothing;
  return { full: () => `### Notes\n\n${[...lines, ...more].join('\n')}`, left: 'notes' };
}

const others = [
  ['pending-release', 'Waits for promotion'],
  ['waived', 'Waived'],
  ['provider-noise', 'Probably provider noise'],
  ['expected-variation', 'Declared variations, each with its declared value'],
] as const;

const otherTables = ({ findings }: Report, budget: number): readonly Section[] =>
  others.map(([classification, title]) =>
    findingTable(
      title,
      findings.filter((each) => each.classification === classification),
      budget / 8,
      'folded',
    ),
  );

function notObservable({ environments }: Report): Section {
  const all = Object.entries(environments).flatMap(([name, summary]) =>
    summary.notObservable.map((each) => ({ name, ...each })),
  );
  if (all.length === 0) return nothing;
  const lines = all
    .slice(0, 100)
    .map(
      ({ name, resource, path, reason }) => `- ${code(name)} ${code(resource)} ${code(path)}: ${prose(reason, 200)}`,
    );
  const more = all.length > 100 ? `\n- and ${all.length - 100} more` : '';
  const title = `${count(all.length, 'property')} that cannot be observed here`.replace('propertys', 'properties');
  return {
    full: () => `<details><summary>${title}</summary>\n\n${lines.join('\n')}${more}\n\n</details>`,
    left: 'what cannot be observed',
  };
}

function foot(left: ReadonlyMap<string, number>, { html, run }: NonNullable<MarkdownOptions['links']>): string {
  const dropped = [...left].map(([what, number]) =>
    what === 'details' ? `details of ${count(number, 'finding')}` : what,
  );
  const where = html === undefined ? 'report.html and report.json' : `[the full report](${encodeURI(html)})`;
  const source = run === undefined ? '' : ` · [run](${encodeURI(run)})`;
  if (dropped.length === 0) return `<sub>Everything, with filters: ${where}${source}</sub>`;
  return `**Left out to fit:** ${dropped.join(', ')}. All of it is in ${where}.${source}`;
}
