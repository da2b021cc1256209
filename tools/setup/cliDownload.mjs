// The official archive, checked against the checksums that its release publishes on another host.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, tail } from './child.mjs';
import { SetupProblem } from './problem.mjs';
import { which } from './record.mjs';

const connectSeconds = '5';

/** Puts the CLI and its language hosts into `bin`. Throws a plain error when it cannot be had this way. */
export async function download(version, bin, tell) {
  const work = join(dirname(bin), 'download');
  mkdirSync(work);
  try {
    await downloadInto(work, version, bin, tell);
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function downloadInto(work, version, bin, tell) {
  const archive = `pulumi-v${version}-${platform()}.tar.gz`;
  tell('checksums');
  const release = `https://github.com/pulumi/pulumi/releases/download/v${version}`;
  const checksums = join(work, 'checksums.txt');
  await fetch(`${release}/pulumi-${version}-checksums.txt`, checksums);
  tell('archive, about 100 MB');
  const file = join(work, archive);
  await fetch(`https://get.pulumi.com/releases/sdk/${archive}`, file);
  verify(file, archive, readFileSync(checksums, 'utf8'));
  await unpack(file, work, bin);
}

function platform() {
  const arch = { x64: 'x64', arm64: 'arm64' }[process.arch];
  if (!['linux', 'darwin'].includes(process.platform) || arch === undefined) {
    throw new Error(`there is no official archive for ${process.platform}-${process.arch}`);
  }
  return `${process.platform}-${arch}`;
}

/** curl, because Node 18 has no proxy support. A refused network is noticed within seconds, a stalled one within thirty. */
async function fetch(url, file) {
  if (which('curl') === null) throw new Error('the official download needs curl, which is not on PATH');
  const limits = ['--connect-timeout', connectSeconds, '--speed-limit', '1000', '--speed-time', '30'];
  const only = ['--proto', '=https', '--proto-redir', '=https'];
  const { code, output } = await run('curl', ['-fsSL', ...only, ...limits, '--output', file, url]);
  if (code !== 0) throw new Error(`${url} cannot be had (${tail(output, 1)})`);
}

function verify(file, archive, checksums) {
  const line = checksums.split('\n').find((each) => each.trim().endsWith(` ${archive}`));
  if (line === undefined) throw new Error(`the release publishes no checksum of ${archive}`);
  const found = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (line.trim().split(/\s+/)[0] === found) return;
  throw new SetupProblem(
    `${archive} does not match its published checksum: sha256 ${found}.`,
    'Do not use it: it was changed on its way to you. Try another network.',
  );
}

async function unpack(file, work, bin) {
  const { code, output } = await run('tar', ['-xzf', file, '-C', work]);
  if (code !== 0) throw new Error(`the archive cannot be unpacked (${tail(output, 1)})`);
  const nested = join(work, 'pulumi', 'bin');
  cpSync(existsSync(nested) ? nested : join(work, 'pulumi'), bin, { recursive: true });
}
