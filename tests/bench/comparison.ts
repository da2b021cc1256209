/** Canonicalising, comparing and rendering, against fast-json-patch's bare difference of the same documents in the same run. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import jsonPatch from 'fast-json-patch';
import type { Finding, Report } from '../../pipeline/comparison/finding.ts';
import { compare } from '../../pipeline/comparison/compare.ts';
import { noRules } from '../../pipeline/comparison/rules.ts';
import type { RawObservation } from '../../pipeline/engine/rawObservation.ts';
import { renderHtml } from '../../pipeline/report/html.ts';
import { renderJson } from '../../pipeline/report/json.ts';
import { commentBudget, renderMarkdown } from '../../pipeline/report/markdown.ts';
import { renderTerminal } from '../../pipeline/report/terminal.ts';
import { canonicalise } from '../../pipeline/snapshot/canonicalise.ts';
import { contextOf, prod as realProd, rawPayments, staging } from '../unit/snapshot/rawPayments.ts';
import { atMost, median, type Row } from './row.ts';

/** As staging in everything that is a matter of settings, so that the two documents differ where they were made to. */
const prod = {
  ...staging,
  environment: realProd.environment,
  account: realProd.account,
  region: realProd.region,
  promotesFrom: realProd.promotesFrom ?? 'staging',
  vpcCidr: realProd.vpcCidr,
  zoneIds: realProd.zoneIds,
};
const now = new Date('2026-11-24T04:00:00Z');

export function run(): readonly Row[] {
  return [againstBareDiff(), ...growth(), ...rendering()];
}

/** Only a process with this flag has it; the whole bench need not. */
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function milliseconds(action: () => unknown): number {
  const started = performance.now();
  action();
  return performance.now() - started;
}

/** Many payment systems in one account, each under names of its own. */
function copies(raw: RawObservation, resources: number): RawObservation {
  const many = Array.from({ length: Math.ceil(resources / raw.resources.length) }, (_, copy) =>
    structuredClone(raw.resources).map((each) => ({
      ...each,
      name: `copy${copy}-${each.name}`,
      urn: each.urn.replace(/::[^:]+$/, (name) => `::copy${copy}-${name.slice(2)}`),
    })),
  );
  return { ...raw, resources: many.flat().slice(0, resources) };
}

function pair(resources: number): readonly [RawObservation, RawObservation] {
  const [before, after] = [copies(rawPayments(staging), resources), copies(rawPayments(prod), resources)];
  let left = 10;
  const changed = after.resources.map((each) => {
    if (each.live.status !== 'present' || each.type !== 'aws:lambda/function:Function' || left === 0) return each;
    return { ...each, live: { ...each.live, outputs: { ...each.live.outputs, timeout: 100 + left-- } } };
  });
  return [before, { ...after, resources: changed }];
}

function wholeWay([before, after]: readonly [RawObservation, RawObservation]): Report {
  const observations = [canonicalise(before, contextOf(staging)), canonicalise(after, contextOf(prod))];
  return compare({ observations, baseline: 'staging', target: 'prod', rules: noRules, now });
}

function againstBareDiff(): Row {
  const documents = pair(1_000);
  const found = wholeWay(documents).findings.length;
  if (found !== 10) throw new Error(`the two documents differ in 10 places, and ${found} were found`);
  for (let warm = 0; warm < 5; warm++) {
    wholeWay(documents);
    jsonPatch.compare(documents[0], documents[1]);
  }
  const ratios = Array.from({ length: 15 }, () => {
    const ours = milliseconds(() => wholeWay(documents));
    return ours / milliseconds(() => jsonPatch.compare(documents[0], documents[1]));
  });
  const name = 'canonicalise and compare 1,000 resources, against a bare diff';
  return atMost(name, median(ratios), 4, 'x', 'median of 15 pairs, fast-json-patch on the same documents');
}

function growth(): readonly Row[] {
  const [small, large] = [pair(10_000), pair(50_000)];
  wholeWay(small);
  // Each starts without the garbage of the one before, which would be collected on its time.
  const timed = (documents: typeof small): number => {
    collectGarbage();
    return milliseconds(() => wholeWay(documents));
  };
  const times = Array.from({ length: 7 }, () => [timed(small), timed(large)] as const);
  const ratio = median(times.map(([few, many]) => many / few));
  const memory = process.memoryUsage().rss / 2 ** 20;
  return [
    atMost('time of 50,000 resources against 10,000', ratio, 6, 'x', 'median of 7 pairs'),
    atMost('memory after 50,000 resources in two environments', memory, 1_024, 'MiB', 'resident, documents included'),
  ];
}

function rendering(): readonly Row[] {
  const report = withFindings(wholeWay(pair(1_000)), 10_000);
  const renderings: readonly (readonly [string, () => string])[] = [
    ['JSON', () => renderJson(report)],
    ['Markdown', () => renderMarkdown(report, { budget: commentBudget })],
    ['HTML', () => renderHtml(report)],
    ['terminal', () => renderTerminal(report, { colour: true })],
  ];
  const rows = renderings.map(([name, render]) => {
    render();
    return atMost(
      `${name} of 10,000 findings`,
      median([0, 0, 0].map(() => milliseconds(render))),
      1_000,
      'ms',
      'median of 3',
    );
  });
  const size = Buffer.byteLength(renderMarkdown(report, { budget: commentBudget }));
  return [...rows, atMost('Markdown of 10,000 findings, size', size, commentBudget, 'bytes')];
}

function withFindings(report: Report, count: number): Report {
  const [first] = report.findings;
  if (first === undefined) throw new Error('the documents that were compared do not differ');
  const findings: readonly Finding[] = Array.from({ length: count }, (_, index) => {
    const from = report.findings[index % report.findings.length] ?? first;
    return {
      ...from,
      id: `${from.id}${index}`,
      resource: { ...from.resource, name: `${from.resource.name}-${index}` },
    };
  });
  return { ...report, findings, summary: { ...report.summary, unexpected: count } };
}

if (process.argv[1] === import.meta.filename) console.table(run());
