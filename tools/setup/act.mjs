// act, which carries out the workflow files in tests: from Go modules, versions and checksums committed in go.mod and go.sum.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, tail } from './child.mjs';
import { explain, SetupProblem } from './problem.mjs';
import { step } from './progress.mjs';
import { digest, fingerprint, paths, which } from './record.mjs';
import { settle, stage } from './staging.mjs';

const package_ = 'github.com/nektos/act';

/** Builds act; returns what the record keeps. */
export async function installAct(root) {
  const at = paths(root);
  if (which('go') === null) {
    throw new SetupProblem(
      'act, which carries out the workflow files in tests, is built with Go, and there is no Go on PATH.',
      'Get Go 1.21 or newer from https://go.dev/dl.',
    );
  }
  await step('act from Go modules (once; 1 to 3 minutes on two cores)', (tell) => build(root, at, tell));
  return { lock: digest(at.actLock), binary: fingerprint(at.act) };
}

async function build(root, at, tell) {
  const staged = stage(at.cache, 'staging-act');
  mkdirSync(join(staged, 'bin'));
  let compiled = 0;
  const { code, output } = await run(
    'go',
    ['build', '-v', '-trimpath', '-mod=readonly', '-buildvcs=false', '-ldflags', '-s -w'].concat([
      ...['-o', join(staged, 'bin', 'act'), package_],
    ]),
    {
      cwd: join(root, 'tools', 'act'),
      env: { GOWORK: 'off', GOTMPDIR: join(staged, 'bin') },
      line: (text) => tell(text.startsWith('go: downloading') ? text.slice(4) : `${++compiled} packages compiled`),
    },
  );
  if (code !== 0) {
    throw new SetupProblem(
      `go build of act ended with exit code ${code}.\n${tail(output)}`,
      explain(output, at.cache) ?? 'Run again with `node tools/setup.mjs act --verbose`.',
    );
  }
  settle(staged, join(at.cache, 'act'));
}
