/** The linters of workflows and actions: none that could not run has passed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root as repository, type Check } from './check.ts';

type CheckResult = Awaited<ReturnType<Check['run']>>;

/** actionlint 1.7.12 does not know these keys yet; GitHub's own service, which runs beside it, does. */
const notKnownToActionlint = ['unexpected key "queue" for "concurrency" section'];

/** @param root the repository whose `.github` is looked at */
export const workflowChecks = (root: string = repository): readonly Check[] => [
  {
    name: 'workflows',
    about: "GitHub's language service over workflows and actions",
    run: () => verdict(process.execPath, [join(repository, 'tools/lint/languageService.mjs'), root], root),
  },
  {
    name: 'actionlint',
    about: 'actionlint over workflows',
    run: async () => {
      const ignored = notKnownToActionlint.flatMap((message) => ['-ignore', message]);
      return withLinter('actionlint', (path) =>
        verdict(path, ['-color=false', '-oneline', '-shellcheck=', '-pyflakes=', ...ignored], root),
      );
    },
  },
  {
    name: 'zizmor',
    about: 'zizmor, auditor persona: every finding is fixed or has its reason in place',
    run: () =>
      withLinter('zizmor', (path) =>
        verdict(path, ['--offline', '--no-progress', '--quiet', '--color=never', '--persona=auditor', '.github'], root),
      ),
  },
];

async function withLinter(name: string, use: (path: string) => Promise<CheckResult>): Promise<CheckResult> {
  const { code, output, errors } = await collect(
    process.execPath,
    [join(repository, 'tools/lint/install.mjs')],
    repository,
  );
  if (code !== 0)
    return { passed: false, output: `${name} could not be installed, so nothing was checked.\n${errors}` };
  const paths = JSON.parse(output) as Readonly<Record<string, string>>;
  const path = paths[name];
  return path === undefined ? { passed: false, output: `${name} was not installed` } : use(path);
}

async function verdict(command: string, args: readonly string[], cwd: string): Promise<CheckResult> {
  const { code, output, errors } = await collect(command, args, cwd);
  return { passed: code === 0, output: [output, errors].filter((text) => text !== '').join('\n') };
}

function collect(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', (error) => resolve({ code: 1, output, errors: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: output.trim(), errors: errors.trim() }));
  });
}
