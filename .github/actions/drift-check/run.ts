import type { Report, Verdict } from '../../../pipeline/comparison/finding.ts';
import { withholdValues } from '../../../pipeline/publish/withhold.ts';
import type { Annotation } from './annotations.ts';
import { annotations } from './annotations.ts';
import type { Inputs } from './inputs.ts';
import type { Program } from './program.ts';
import type { Publish } from './publication.ts';

/** What the action needs from the job that it runs in. */
export interface Job {
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  info(line: string): void;
  annotate(annotation: Annotation): void;
  output(name: string, value: string): void;
  summary(render: (budget: number) => string): Promise<void>;
}

export interface Dependencies {
  readonly job: Job;
  readonly program: Program;
  readonly publish: Publish;
  /** Page of the run, which reports link to. */
  readonly runUrl: string;
}

export interface Outcome {
  readonly verdict: Verdict;
  readonly url: string | null;
  /** Why the job shall fail, or null. */
  readonly failure: string | null;
}

/** Check, set outputs, summarise, publish: in this order, so that what was found is kept whatever GitHub answers. */
export async function run(inputs: Inputs, dependencies: Dependencies): Promise<Outcome> {
  const { job, program, publish, runUrl } = dependencies;
  const checked = await job.group(`Compare ${inputs.target} with ${inputs.baseline}`, () => program.check(inputs));
  const report = inputs.withholdValues ? withholdValues(checked) : checked;
  setOutputs(job, inputs, report);
  for (const annotation of annotations(report)) job.annotate(annotation);
  const renderMarkdown = await program.renderer();
  const render = (budget: number) => renderMarkdown(report, { budget, links: { run: runUrl } });
  await job.summary(render);
  const posted = await publish(inputs, report, render);
  job.info(
    posted === null ? 'Nothing is published, as asked.' : `${posted.action}: ${posted.url ?? 'no issue is needed'}`,
  );
  const url = posted?.url ?? null;
  job.output('issue-url', url ?? '');
  return { verdict: report.verdict, url, failure: failureOf(inputs, report) };
}

function setOutputs(job: Job, { reportDirectory }: Inputs, report: Report): void {
  job.output('verdict', report.verdict);
  job.output('unexpected', String(report.summary.unexpected));
  job.output('report-json', `${reportDirectory}/report.json`);
  job.output('report-markdown', `${reportDirectory}/report.md`);
  job.output('report-html', `${reportDirectory}/report.html`);
}

function failureOf({ failOn, target, baseline }: Inputs, { verdict, summary }: Report): string | null {
  if (failOn === 'never' || verdict === 'in-sync') return null;
  if (verdict === 'drifted') return `${target} differs from ${baseline}: ${summary.unexpected} unexpected`;
  return failOn === 'unknown' ? `whether ${target} matches ${baseline} could not be determined` : null;
}
