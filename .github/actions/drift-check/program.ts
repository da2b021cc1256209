/** The checked-out repository's own program, run as it is: the action holds no copy of it (see docs/decisions). */
import { spawn } from 'node:child_process';
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../../../pipeline/comparison/finding.ts';
import { ConfigurationError, EngineError } from '../../../pipeline/errors.ts';
import { parseReport } from '../../../pipeline/publish/reportFile.ts';
import type { Inputs } from './inputs.ts';

/** `renderMarkdown` of the program; the budget counts bytes of UTF-8, which are never fewer than GitHub's characters. */
export type Render = (
  report: Report,
  options: { readonly budget: number; readonly links?: { readonly run?: string } },
) => string;

export interface Program {
  /** Observes (or reads observations), compares, writes the report files, and gives the report. */
  check(inputs: Inputs): Promise<Report>;
  /** The renderer of the same commit. */
  renderer(): Promise<Render>;
}

/** Exit codes of `drift` that come with a report: in sync, drifted, unknown. */
const withReport = [0, 2, 3];

export function programOf(workspace: string, environment: NodeJS.ProcessEnv): Program {
  return {
    async check(inputs) {
      await access(join(workspace, 'node_modules', '.package-lock.json')).catch(() => {
        throw notInstalled(workspace);
      });
      const directory = join(workspace, inputs.reportDirectory);
      await rm(join(directory, 'report.json'), { force: true });
      const backend = inputs.stateBackend === '' ? {} : { PULUMI_BACKEND_URL: inputs.stateBackend };
      const env = { ...environment, ...backend };
      const code = await run(workspace, await driftArguments(workspace, inputs), env);
      if (!withReport.includes(code)) throw failed(code);
      return parseReport(await readFile(join(directory, 'report.json'), 'utf8'));
    },
    async renderer() {
      const module = (await import(pathToFileURL(join(workspace, 'pipeline/report/markdown.ts')).href)) as {
        renderMarkdown: Render;
      };
      return module.renderMarkdown;
    },
  };
}

/** Beside the two that are compared: looked at for drift of their own. */
const othersOf = ({ environments, baseline, target }: Inputs): readonly string[] =>
  environments.filter((name) => name !== baseline && name !== target);

async function driftArguments(workspace: string, inputs: Inputs): Promise<string[]> {
  const { baseline, target, reportDirectory } = inputs;
  const what = ['--baseline', baseline, '--target', target];
  const files = (await Promise.all(inputs.observations.map((path) => filesOf(workspace, path)))).flat();
  const from = files.length === 0 ? [] : ['--observations', ...files];
  const others = othersOf(inputs);
  const also = others.length === 0 ? [] : ['--also', ...others];
  return ['scripts/drift.ts', ...what, '--out', reportDirectory, ...also, ...from];
}

/** A folder stands for the JSON files in it: what the runners of a matrix uploaded, which may be none. */
async function filesOf(workspace: string, path: string): Promise<string[]> {
  if (path.endsWith('.json')) return [path];
  const names = await readdir(join(workspace, path)).catch(() => []);
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `${path}/${name}`);
}

/** GitHub signals this process only, so a cancelled run is passed on: the engine then ends what it began. */
function run(workspace: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: workspace, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      if (code === null) reject(new EngineError(`the drift check was ended by ${signal ?? 'a signal'}`));
      else resolve(code);
    });
  });
}

const notInstalled = (workspace: string) =>
  new ConfigurationError(`the packages of ${workspace} are not installed`, {
    advice: 'Run the action `.github/actions/setup` (or `npm ci`) in an earlier step.',
  });

function failed(code: number): Error {
  const message = `the drift check ended with exit code ${code} and without a report`;
  const advice = 'Its own message is in the log above.';
  return code === 64 ? new ConfigurationError(message, { advice }) : new EngineError(message, { advice });
}
