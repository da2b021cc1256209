import { codeBlock, plainText, shortened } from '../../../pipeline/publish/text.ts';
import { previewSections } from '../../../pipeline/previewSections.ts';
import { count } from '../../../pipeline/report/headline.ts';
import { planLines, summarise } from '../../../pipeline/release/planText.ts';
import type { Collected, PlannedPreview, Preview } from './previews.ts';

export interface CommentContent extends Collected {
  /** In promotion order; empty when the configuration could not be read. */
  readonly environments: readonly string[];
  /** Made on the sandbox by code that nobody reviewed: a claim of the pull request, not an observation. */
  readonly offline: boolean;
  readonly commit: string;
  readonly runUrl: string;
}

/** The comment within a budget of characters: a line per environment, then what changes, folded. */
export function renderComment(content: CommentContent, budget: number): string {
  const head = [title(content), rollUp(content)].filter((part) => part !== '').join('\n\n');
  const foot = `<sub>For ${content.commit.slice(0, 12)}, by [this run](${content.runUrl}). Advice only: what is approved is the plan of main.</sub>`;
  const details = detailsOf(content);
  const share = Math.floor((budget - head.length - foot.length - 20) / Math.max(1, details.length));
  return [head, ...details.map((detail) => folded(detail, share)), foot].join('\n\n');
}

function title({ environments, offline, remarks }: CommentContent): string {
  if (environments.length === 0) return '## Preview failed\n\nThe configuration could not be read; the run says why.';
  const origin = offline
    ? '\n\nMade on a local sandbox without credentials, by the code of this pull request. What main has was deployed there first, so this is what the change would do to it; nothing was observed in an account.'
    : '';
  return `## Preview${origin}${remarks.length > 0 ? '\n\nSomething went wrong, see below.' : ''}`;
}

function rollUp({ environments, previews }: CommentContent): string {
  if (environments.length === 0) return '';
  const rows = environments.map(
    (name) => `| ${name} | ${resultOf(previews.find(({ environment }) => environment === name))} |`,
  );
  return ['| environment | what would change |', '|---|---|', ...rows].join('\n');
}

function resultOf(preview: Preview | undefined): string {
  if (preview === undefined) return '❌ no preview was made';
  if (preview.status === 'failed') return '❌ the preview failed';
  const { changes } = preview.plan;
  const destroys = changes.some(({ operation }) => operation === 'delete' || operation === 'replace');
  const { widenings, parity } = preview;
  const parts = [
    summarise(complete(changes)),
    ...(widenings.length > 0 ? [`access becomes wider in ${count(widenings.length, 'place')}`] : []),
    ...(parity !== null && parity.opens.length > 0
      ? [`opens ${count(parity.opens.length, 'difference')} from ${plainText(parity.baseline)}`]
      : []),
    ...(parity !== null && parity.closes.length > 0 ? [`closes ${parity.closes.length}`] : []),
  ];
  return `${destroys || widenings.length > 0 ? '⚠️ ' : ''}${parts.join('; ')}`;
}

interface Detail {
  readonly summary: string;
  readonly language: string;
  readonly text: string;
}

function detailsOf({ environments, previews, remarks }: CommentContent): Detail[] {
  const ofEnvironments = environments.flatMap((name) => {
    const preview = previews.find(({ environment }) => environment === name);
    return preview === undefined ? [] : detailOf(name, preview);
  });
  const other = remarks.length === 0 ? [] : [{ summary: 'What went wrong', language: '', text: remarks.join('\n\n') }];
  return [...ofEnvironments, ...other];
}

function detailOf(name: string, preview: Preview): Detail[] {
  if (preview.status === 'failed') return [{ summary: `${name}: why it failed`, language: '', text: preview.error }];
  const lines = linesOf(preview);
  const sections = previewSections(preview).map(({ title: summary, lines: about }) => ({
    summary: `${name}: ${plainText(summary)}`,
    language: '',
    text: about.join('\n'),
  }));
  return [...sections, ...(lines === '' ? [] : [{ summary: `${name}: in detail`, language: 'diff', text: lines }])];
}

const linesOf = ({ plan }: PlannedPreview): string =>
  planLines({ changes: complete(plan.changes), notes: plan.notes }).join('\n');

/** The texts of a plan need operation, type, name and properties only. */
const complete = (changes: PlannedPreview['plan']['changes']) =>
  changes.map((change) => ({ ...change, urn: '', oldInputs: null, newInputs: null }));

function folded({ summary, language, text }: Detail, budget: number): string {
  const frame = (block: string) => `<details><summary>${summary}</summary>\n\n${block}\n\n</details>`;
  // Fences grow with the text, at most by the longest run of backticks in it, twice.
  const room = budget - frame('').length - language.length - 40;
  const shown = shortened(plainText(text), Math.max(200, room));
  const block = codeBlock(shown, language);
  return block.length <= budget ? frame(block) : frame(codeBlock(shown.replaceAll('`', "'"), language));
}
