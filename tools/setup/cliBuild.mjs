// The CLI from Go modules: versions and checksums are committed in go.mod and go.sum.
import { join } from 'node:path';
import { run, tail } from './child.mjs';
import { explain, SetupProblem } from './problem.mjs';
import { which } from './record.mjs';

const package_ = 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi';
const versionVariable = 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version';
/** Counted with CLI 3.246.0 and an empty build cache; only for showing progress. */
const packagesInAll = 1625;
/** The first that can fetch the toolchain which go.mod names. */
const oldestGo = [1, 21];

/** Builds `bin/pulumi`. `refused` is why the download did not work, for the message when this does not either. */
export async function build(module, version, bin, tell, refused) {
  await requireGo(version, refused);
  let compiled = 0;
  const { code, output } = await run(
    'go',
    [
      'build',
      '-v',
      '-trimpath',
      '-mod=readonly',
      '-buildvcs=false',
      '-ldflags',
      `-s -w -X ${versionVariable}=v${version}`,
    ].concat(['-o', join(bin, 'pulumi'), package_]),
    {
      cwd: module,
      // A go that is ended leaves its work: beside the result, where an interrupted set-up sweeps it up.
      env: { GOWORK: 'off', GOTMPDIR: bin },
      line: (text) => {
        if (text.startsWith('go: downloading')) tell(text.slice(4));
        else tell(`${++compiled} of about ${packagesInAll} packages compiled`);
      },
    },
  );
  if (code === 0) return;
  throw new SetupProblem(
    `go build of the Pulumi CLI ended with exit code ${code}.\n${tail(output)}`,
    explain(output, bin) ?? `Or put Pulumi CLI ${version} on PATH: https://www.pulumi.com/docs/install/versions/`,
  );
}

async function requireGo(version, refused) {
  const found = which('go') === null ? null : await run('go', ['version'], { timeoutMilliseconds: 20_000 });
  const [, major, minor] = (/go(\d+)\.(\d+)/.exec(found?.output ?? '') ?? []).map(Number);
  if (major > oldestGo[0] || (major === oldestGo[0] && minor >= oldestGo[1])) return;
  const what = major === undefined ? 'there is no Go on PATH' : `this is Go ${major}.${minor}`;
  throw new SetupProblem(
    `Pulumi CLI ${version} is needed (the engine of every command) and cannot be had: ${refused}; and to build it Go 1.21 or newer is needed, but ${what}.`,
    `Any one of these helps: Pulumi CLI ${version} on PATH (https://www.pulumi.com/docs/install/versions/), a network that lets it be downloaded (HTTPS_PROXY is respected), or Go from https://go.dev/dl`,
  );
}
