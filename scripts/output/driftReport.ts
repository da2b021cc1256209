import { join } from 'node:path';
import type { Verdict } from '../../pipeline/comparison/finding.ts';
import { loadConfiguration, requireEnvironment } from '../../pipeline/configuration/index.ts';
import { runDriftCheck } from '../../pipeline/driftCheck.ts';
import { ConfigurationError } from '../../pipeline/errors.ts';
import { renderTerminal } from '../../pipeline/report/terminal.ts';
import { writeReports } from '../../pipeline/report/write.ts';
import { readObservation } from '../../pipeline/snapshot/observationFile.ts';
import { exitCodes } from '../command.ts';
import { progress } from '../progress.ts';
import { openWorkplace } from '../workplace.ts';
import { hasColours } from './colours.ts';
import { prepareFolder } from './outputPath.ts';

interface CheckOptions {
  readonly sandbox?: boolean;
  readonly observations?: readonly string[];
  readonly out: string;
  readonly baseline?: string;
  readonly target?: string;
  readonly also?: readonly string[];
}

const exitCodeOf: Readonly<Record<Verdict, number>> = {
  'in-sync': exitCodes.done,
  drifted: exitCodes.drifted,
  unknown: exitCodes.unknown,
};

/** Runs a drift check, writes the reports, prints the short form. Gives the exit code of the verdict. */
export async function checkAndReport(options: CheckOptions): Promise<number> {
  const root = process.cwd();
  const configuration = loadConfiguration(join(root, 'config'));
  const target = options.target ?? configuration.hub.environment;
  const baseline =
    options.baseline ?? configuration.lowerOf(requireEnvironment(configuration, target).environment)?.environment;
  if (baseline === undefined) {
    throw new ConfigurationError(`${target} has no environment below it`, { advice: 'Name one with --baseline.' });
  }
  await prepareFolder('--out', options.out);
  const sandbox = options.sandbox === true;
  let clock = () => new Date();
  const { report } = await runDriftCheck({
    root,
    baseline,
    target,
    also: options.also ?? [],
    observationFiles: options.observations ?? [],
    surroundings: async () => {
      const { surroundings, now } = await openWorkplace({ sandbox });
      clock = now;
      return surroundings;
    },
    progress,
    now: () => clock(),
  });
  const { markdown, html } = await writeReports(report, options.out);
  console.log(renderTerminal(report, { colour: hasColours }));
  console.log(`report: ${markdown}, ${html}`);
  return exitCodeOf[report.verdict];
}

/** Sides of `compare`: each is the name of an environment or the path of an observation file. */
export async function sidesOf(
  baseline: string,
  target: string,
): Promise<{ baseline: string; target: string; observations: readonly string[] }> {
  // One after the other: of two files that cannot be read, the same one is always named.
  const left = await sideOf(baseline);
  const right = await sideOf(target);
  return {
    baseline: left.environment,
    target: right.environment,
    observations: [left, right].flatMap(({ file }) => file ?? []),
  };
}

async function sideOf(side: string): Promise<{ environment: string; file?: string }> {
  if (!side.endsWith('.json')) return { environment: side };
  return { environment: (await readObservation(side)).environment, file: side };
}
