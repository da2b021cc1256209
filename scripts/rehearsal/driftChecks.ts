import { join } from 'node:path';
import type { Finding, Report } from '../../pipeline/comparison/finding.ts';
import { runDriftCheck } from '../../pipeline/driftCheck.ts';
import { redeploy } from '../../pipeline/release/redeploy.ts';
import { writeReports } from '../../pipeline/report/write.ts';
import { expect } from './check.ts';
import type { RehearsalContext } from './context.ts';
import { makeHandChanges, type HandChange } from './handChanges.ts';
import { releaseOf } from './promotionChecks.ts';

export async function cleanDrift(context: RehearsalContext): Promise<string> {
  const report = await check(context, 'clean');
  expect(report.verdict === 'in-sync', `the verdict is ${report.verdict}: ${unexpected(report).map(line).join('; ')}`);
  const { expectedVariations, notObservable } = report.summary;
  return `in sync: ${expectedVariations} declared variations, ${notObservable} properties that the emulator does not show`;
}

export async function changesByHand(context: RehearsalContext): Promise<string> {
  const { sandbox, configuration } = context;
  const { hub } = configuration;
  context.handChanges = await makeHandChanges(sandbox.rootCredentials(hub.environment), hub);
  return `in ${hub.environment}: ${context.handChanges.map(({ title }) => title).join(', ')}`;
}

export async function changesAreFound(context: RehearsalContext): Promise<string> {
  const report = await check(context, 'drifted');
  expect(report.verdict === 'drifted', `the verdict is ${report.verdict}`);
  const found = unexpected(report);
  const { environment } = context.configuration.hub;
  const missed = context.handChanges.filter(
    (change) => !found.some((finding) => matches(finding, change, environment)),
  );
  expect(
    missed.length === 0,
    `not found: ${missed.map(({ title }) => title).join(', ')}\n${found.map(line).join('\n')}`,
  );
  const invented = found.filter(
    (finding) => !context.handChanges.some((change) => matches(finding, change, environment)),
  );
  expect(invented.length === 0, `found what nobody changed: ${invented.map(line).join('; ')}`);
  return `${found.length} findings: ${found.map(line).join('; ')}`;
}

export async function repair(context: RehearsalContext): Promise<string> {
  const { release } = await releaseOf(context);
  const { changes } = await redeploy(context.releasing, {
    environment: context.configuration.hub.environment,
    release: release.id,
    reason: 'rehearsal: put right what was changed by hand',
    dryRun: false,
    emergency: false,
  });
  const report = await check(context, 'repaired');
  expect(report.verdict === 'in-sync', `the verdict is ${report.verdict}: ${unexpected(report).map(line).join('; ')}`);
  return `${changes.length} resources put right; in sync`;
}

async function check(
  { root, reports, configuration, sandbox, clock, progress }: RehearsalContext,
  name: string,
): Promise<Report> {
  const { hub, lowerOf } = configuration;
  const baseline = lowerOf(hub.environment);
  expect(baseline !== undefined, `${hub.environment} has no environment below it`);
  const { report } = await runDriftCheck({
    root,
    baseline: baseline.environment,
    target: hub.environment,
    observationFiles: [],
    surroundings: async () => sandbox.surroundings,
    progress,
    now: clock.now,
  });
  await writeReports(report, join(reports, name));
  return report;
}

const unexpected = ({ findings }: Report): readonly Finding[] =>
  findings.filter(({ classification }) => ['unexpected', 'waiver-expired', 'unknown'].includes(classification));

const matches = ({ environment, resource, path, change }: Finding, { finding }: HandChange, changed: string): boolean =>
  environment === changed && resource.type === finding.type && finding.path.test(path) && change === finding.change;

const line = ({ environment, resource, path, change, kind }: Finding): string =>
  `${environment} ${resource.name}${path === '' ? '' : ` ${path}`} ${change} (${kind})`;
