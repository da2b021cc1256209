// The Pulumi CLI in exactly the version of `@pulumi/pulumi`: from PATH, else Pulumi's versions folder, else downloaded,
// else built from Go modules.
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './child.mjs';
import { build } from './cliBuild.mjs';
import { download } from './cliDownload.mjs';
import { withLock } from './lock.mjs';
import { SetupProblem } from './problem.mjs';
import { say, step } from './progress.mjs';
import { digest, fingerprint, paths, which } from './record.mjs';
import { settle, stage, sweep } from './staging.mjs';

/** Finds or installs the CLI; returns what the record keeps. */
export async function installCli(root, { verbose }) {
  const version = wantedVersion(root);
  const found = (await onPath(version, verbose)) ?? (await inVersions(version)) ?? (await provide(root, version));
  if (verbose) say(`set-up: Pulumi CLI: ${version} at ${found.path}`);
  return { lock: digest(paths(root).packageLock), binary: fingerprint(found.path), ...found };
}

function wantedVersion(root) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return dependencies['@pulumi/pulumi'];
}

async function onPath(version, verbose) {
  const path = which('pulumi');
  if (path === null) return null;
  const found = await versionOf(path);
  if (found === version) return { path, fromPath: true };
  if (verbose) say(`set-up: Pulumi CLI: ${path} is ${found ?? 'of an unknown version'}, not ${version}: not used`);
  return null;
}

const versionsFolder = () => join(homedir(), '.pulumi', 'versions');

async function inVersions(version) {
  const path = join(versionsFolder(), version, 'bin', 'pulumi');
  return (await versionOf(path)) === version ? { path, fromPath: false } : null;
}

async function versionOf(path) {
  if (fingerprint(path) === null) return null;
  const env = { PULUMI_SKIP_UPDATE_CHECK: 'true' };
  const { code, output } = await run(path, ['version'], { env, timeoutMilliseconds: 20_000 });
  return code === 0 ? (/^v?(\d+\.\d+\.\d+\S*)$/m.exec(output)?.[1] ?? null) : null;
}

/** Every clone of this user shares the versions folder, so it has a lock of its own. */
async function provide(root, version) {
  const folder = versionsFolder();
  const name = `.payments-setup-${version}`;
  mkdirSync(folder, { recursive: true });
  const waiting = ({ pid }) => say(`set-up: Pulumi CLI: another set-up (process ${pid}) is installing it; waiting`);
  return withLock(
    join(folder, `${name}.lock`),
    async () => {
      const already = await inVersions(version);
      if (already !== null) return already;
      sweep(folder, `${name}-work`);
      const staged = stage(folder, `${name}-work`);
      await downloadOrBuild(root, version, staged);
      settle(staged, join(folder, version));
      return inVersions(version);
    },
    { waiting },
  );
}

async function downloadOrBuild(root, version, staged) {
  const bin = join(staged, 'bin');
  mkdirSync(bin);
  const refused = await step(`Pulumi CLI ${version}, official download`, (tell) => download(version, bin, tell)).then(
    () => null,
    (error) => {
      if (error instanceof SetupProblem) throw error;
      say(`set-up: ${error.message}; building it from source instead`);
      return error.message;
    },
  );
  if (refused !== null) {
    await step(`Pulumi CLI ${version} from Go modules (once; 4 to 8 minutes on two cores)`, (tell) =>
      build(join(root, 'tools', 'pulumi'), version, bin, tell, refused),
    );
  }
  chmodSync(join(bin, 'pulumi'), 0o755);
  const found = await versionOf(join(bin, 'pulumi'));
  if (found === version) return;
  throw new SetupProblem(
    `The new Pulumi CLI says it is ${found ?? 'unusable'}, not ${version}.`,
    'Run again; nothing was installed.',
  );
}
