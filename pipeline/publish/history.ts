import * as z from 'zod/mini';
import type { Report } from '../comparison/finding.ts';
import { memory, readMemory } from './marker.ts';

/** The workflow run that publishes. Posting again from the same run changes nothing. */
export interface Run {
  readonly id: string;
  /** Page of the run, where log and artifacts are. */
  readonly url: string;
}

const entrySchema = z.object({
  run: z.string().check(z.maxLength(40)),
  url: z.string().check(z.regex(/^https?:\/\/[^\s()<>|]{1,300}$/)),
  at: z.iso.datetime(),
  verdict: z.enum(['in-sync', 'drifted', 'unknown']),
  unexpected: z.number(),
  unknown: z.number(),
});
const rememberedSchema = z.object({
  version: z.literal(1),
  runs: z.array(entrySchema).check(z.maxLength(100)),
  /** Findings of severity critical or high that were there at the last run. */
  serious: z.array(z.string().check(z.maxLength(200))).check(z.maxLength(1000)),
});

export type Remembered = z.infer<typeof rememberedSchema>;

/** Two weeks of nightly runs. */
const keptRuns = 14;
const keptSerious = 100;

/** What the issue knows of earlier runs. Text that somebody edited by hand counts as no memory. */
export function recall(body: string | null | undefined): Remembered {
  const parsed = rememberedSchema.safeParse(readMemory(body));
  return parsed.success ? parsed.data : { version: 1, runs: [], serious: [] };
}

/** Adds this run, newest first; a run that is there already is replaced. */
export function remember(before: Remembered, report: Report, run: Run): Remembered {
  const entry = {
    run: run.id,
    url: run.url,
    at: report.generatedAt,
    verdict: report.verdict,
    unexpected: report.summary.unexpected,
    unknown: report.summary.unknown,
  };
  const runs = [entry, ...before.runs.filter((earlier) => earlier.run !== run.id)].slice(0, keptRuns);
  return { version: 1, runs, serious: seriousIds(report).slice(0, keptSerious) };
}

export const seriousIds = (report: Report): string[] =>
  report.findings
    .filter(({ classification }) => classification === 'unexpected' || classification === 'waiver-expired')
    .filter(({ severity }) => severity === 'critical' || severity === 'high')
    .map(({ id }) => id)
    .sort();

export function historySection(remembered: Remembered): string {
  const rows = remembered.runs.map(
    ({ at, verdict, unexpected, unknown, url }) =>
      `| ${at.slice(0, 16).replace('T', ' ')} | ${verdict} | ${unexpected} | ${unknown} | [log](${url}) |`,
  );
  return [
    `<details><summary>The last ${rows.length === 1 ? 'run' : `${rows.length} runs`}</summary>`,
    '',
    '| UTC | verdict | unexpected | unknown | run |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '</details>',
    '',
    memory(remembered),
  ].join('\n');
}
