// The npm package `node` fetches its binary in an install script, outside the lockfile: so its digest is checked here.
import { readFileSync } from 'node:fs';
import { run } from './child.mjs';
import { SetupProblem } from './problem.mjs';
import { say } from './progress.mjs';
import { digest, fingerprint } from './record.mjs';

const digests = JSON.parse(readFileSync(new URL('./nodeDigests.json', import.meta.url), 'utf8'));

export async function verifyNode(path, { verbose, platform = `${process.platform}-${process.arch}` }) {
  if (fingerprint(path) === null) {
    throw new SetupProblem(
      'The package `node` is installed, but not its binary.',
      `Its install script must run: check that npm's ignore-scripts is off. There may be no Node 24 for ${platform}.`,
    );
  }
  const found = digest(path);
  const known = Object.entries(digests).find(([, byPlatform]) => byPlatform[platform] !== undefined);
  if (known === undefined) {
    if (verbose) say(`set-up: node: not checked, no digest is committed for ${platform} (this one is sha256 ${found})`);
  } else if (known[1][platform] !== found) {
    throw new SetupProblem(
      `node_modules/node is not the Node ${known[0]} for ${platform} that this repository was tested with: sha256 ${found}.`,
      'Remove node_modules and run again. If it stays, do not use it: the binary was changed on its way to you.',
    );
  } else if (verbose) say(`set-up: node: ${known[0]} for ${platform}, sha256 as committed`);
  await verifyRuns(path);
}

async function verifyRuns(path) {
  const { code, output } = await run(path, ['--version'], { timeoutMilliseconds: 20_000 });
  if (code === 0 && /^v24\./.test(output)) return;
  throw new SetupProblem(
    `node_modules/node does not run here: ${output.split('\n')[0]}`,
    'Node 24 needs glibc 2.28 or newer on Linux (not Alpine), or macOS 13.5 or newer.',
  );
}
