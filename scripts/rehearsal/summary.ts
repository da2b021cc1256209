/** One page over a rehearsal: what was claimed, what was seen, what each environment got, and the way to each report. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployResult } from '../../pipeline/release/deployment.ts';
import { summarise } from '../../pipeline/release/planText.ts';
import { markup, Markup } from '../../pipeline/report/html/markup.ts';
import { page } from '../output/page.ts';
import type { CheckResult } from './check.ts';
import type { RehearsalContext } from './context.ts';
import type { Flow } from './payments.ts';

interface Seen extends Pick<RehearsalContext, 'configuration' | 'flows'> {
  readonly promoted: ReadonlyMap<string, Pick<DeployResult, 'changes' | 'smoke'>>;
}

/** @returns the path of the page, in the folder of the reports */
export async function writeSummary(
  results: readonly CheckResult[],
  context: Seen & Pick<RehearsalContext, 'reports'>,
): Promise<string> {
  const file = join(context.reports, 'index.html');
  await writeFile(file, summaryPage(results, context));
  return file;
}

export function summaryPage(results: readonly CheckResult[], context: Seen): string {
  const { environments } = context.configuration;
  const passed = results.filter(({ status }) => status === 'passed').length;
  const answer = `${passed} of ${results.length} checks passed`;
  const verdict = passed === results.length ? 'in-sync' : 'drifted';
  return page({
    title: `Rehearsal: ${answer}`,
    bar: 'Rehearsal',
    main: markup`<div class="hero ${verdict}">
        <div class="mark" aria-hidden="true">${verdict === 'in-sync' ? '✓' : '✗'}</div>
        <div class="answer">
          <p class="eyebrow">The configuration and the program of this checkout, on a local AWS</p>
          <h1>${answer}</h1>
          <p class="next">${howFar(results)}, in ${total(results)} s.</p>
          ${reportLinks(results)}
        </div>
      </div>
      <h2>One release through ${environments.length} environments</h2>
      <div class="cards">${environments.map(({ environment, memory }) => stage(environment, memory, context))}</div>
      <h2>Checks</h2>
      <div class="findings">${results.map(check)}</div>`,
    footer: 'Made by npm run rehearse. Nothing here has touched real AWS.',
  });
}

function howFar(results: readonly CheckResult[]): string {
  const failed = results.find(({ status }) => status === 'failed');
  if (failed !== undefined) return `It ended at “${failed.title}”`;
  return results.some(({ status }) => status === 'not run')
    ? 'It was interrupted'
    : 'From empty accounts to a repaired drift';
}

/** In the order in which they were made. */
function reportLinks(results: readonly CheckResult[]): Markup | false {
  const links = results.flatMap(({ report, status }) => (report === undefined || status === 'not run' ? [] : [report]));
  return (
    links.length > 0 &&
    markup`<p class="go">Reports:${links.map((report) => markup` <a href="${report}/report.html">${report}</a>`)}</p>`
  );
}

const total = (results: readonly CheckResult[]): string =>
  results.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0);

function stage(environment: string, memory: number, { promoted, flows }: Seen): Markup {
  const result = promoted.get(environment);
  const rows: readonly (readonly [string, string])[] =
    result === undefined
      ? []
      : [
          ['Changes', summarise(result.changes)],
          ['Memory of the function', `${memory} MB`],
          ['Payment recorded after', `${result.smoke?.recordedMilliseconds ?? '?'} ms`],
          ['Outcome told after', `${result.smoke?.publishedMilliseconds ?? '?'} ms`],
          ['Payments since', flowText(flows.get(environment))],
        ];
  return markup`<section class="card environment">
    <h3>${environment}</h3>
    <p class="state ${result === undefined ? 'failed' : 'complete'}">
      ${result === undefined ? 'nothing was promoted to it' : 'deployed, a payment went through, looked at'}
    </p>
    <dl>${rows.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
  </section>`;
}

const flowText = (flow: Flow | undefined): string =>
  flow === undefined ? 'not counted' : `${flow.through} through, ${flow.lost.length} lost`;

const marks = { passed: '✓ passed', failed: '✗ failed', 'not run': 'not run' } as const;
const tones = { passed: 'passed', failed: 'critical', 'not run': 'info' } as const;

const check = ({ title, status, seconds, detail, report, lines }: CheckResult): Markup => markup`<details
  class="card finding ${tones[status]}"
  ${status === 'failed' && new Markup('open')}
>
  <summary><span class="badge">${marks[status]}</span><span class="title">${title}</span><span class="brief">${seconds.toFixed(1)} s</span></summary>
  <div class="body">
    <p class="why">${detail}</p>
    ${report !== undefined && markup`<p><a href="${report}/report.html">The report of this check</a></p>`}
    ${lines.length > 0 && markup`<div class="snippet"><pre tabindex="0">${lines.map(line)}</pre></div>`}
  </div>
</details>`;

const line = ({ environment, text }: CheckResult['lines'][number]): Markup =>
  markup`${(environment ?? '').padEnd(9)}${text}${'\n'}`;
