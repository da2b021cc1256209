/** Small stand-ins for the programs that a set-up calls. Each notes its call in the file that `CALLS` names. */

const integrity = 'sha512-AAAA';

const packages = (version: string) => ({
  'node_modules/dependency': { version, integrity },
  'node_modules/node': { version: '24.21.0', integrity },
});

/** A lockfile with one dependency, one optional package of another platform, and Node. */
export const packageLock = (version: string): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { name: 'clone' },
      ...packages(version),
      'node_modules/other-platform': { version, integrity, optional: true },
    },
  });

/** What npm itself leaves in `node_modules` when an installation is complete. */
export const installedPackages = (version: string): string =>
  JSON.stringify({ lockfileVersion: 3, packages: packages(version) });

/** The Node 24 that npm installs. */
export const node = '#!/bin/sh\necho v24.21.0\n';

export const nodeDigests = (platform: string, digest: string): string =>
  JSON.stringify({ '24.21.0': { [platform]: digest } });

/** `npm ci`: removes `node_modules`, takes `NPM_SECONDS`, and writes its own lockfile last, as npm does. */
export const npm = `
const { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
appendFileSync(process.env.CALLS, 'npm ' + process.argv.slice(2, 3) + '\\n');
rmSync('node_modules', { recursive: true, force: true });
mkdirSync('node_modules/node/bin', { recursive: true });
if (process.env.NPM_FAILURE) {
  console.error('npm error ' + process.env.NPM_FAILURE);
  process.exit(1);
}
if (process.env.NPM_WARNING) console.error('npm warn tar ' + process.env.NPM_WARNING);
writeFileSync('node_modules/node/bin/node', ${JSON.stringify(node)}, { mode: 0o755 });
setTimeout(() => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  delete lock.packages[''];
  delete lock.packages['node_modules/other-platform'];
  writeFileSync('node_modules/.package-lock.json', JSON.stringify(lock));
}, Number(process.env.NPM_SECONDS ?? 0) * 1000);
`;

const shell = (body: string): string => `#!/bin/sh\nPATH=/usr/bin:/bin\n${body}`;

/** A Python of this version; its pip unpacks into the temporary folder, "installs" the emulator after `PIP_SECONDS`, or fails with `PIP_FAILURE`. */
export const python = (version: string, { pip = true } = {}): string =>
  shell(`
case "$1 $2" in
  "-c import sys"*) echo "$0|${version}|${pip ? 'True' : 'False'}" ;;
  "-m pip")
    echo "pip $3" >> "$CALLS"
    while [ "$1" != --target ]; do shift; done
    mkdir -p "$2/ministack" "\${TMPDIR:-$HOME}/pip-target"
    [ -n "$PIP_SECONDS" ] && sleep "$PIP_SECONDS"
    [ -n "$PIP_FAILURE" ] && { echo "$PIP_FAILURE" >&2; exit 1; }
    echo complete > "$2/ministack/app.py" ;;
  "-c import ministack"*) [ -f "$PYTHONPATH/ministack/app.py" ] ;;
  *) echo "unexpected call: $*" >&2; exit 2 ;;
esac
`);

export const pulumi = (version: string): string => shell(`[ "$1" = version ] && echo v${version} || exit 2\n`);

/** Go that writes the CLI of this version where it is told to. */
export const go = (builds: string, version = '1.26.8'): string =>
  shell(`
[ "$1" = version ] && { echo "go version go${version} linux/amd64"; exit 0; }
echo "go $1" >> "$CALLS"
while [ "$1" != -o ]; do shift; done
echo "some/package" >&2
printf '#!/bin/sh\\necho v${builds}\\n' > "$2"
chmod +x "$2"
`);

/** curl without a network. */
const refusedCurl = shell('echo "curl $#" >> "$CALLS"\necho "curl: (6) Could not resolve host" >&2\nexit 6\n');

/** curl that serves the files of a folder by their name. */
export const servingCurl = (folder: string): string =>
  shell(`
for last; do :; done
echo "curl $(basename "$last")" >> "$CALLS"
while [ "$1" != --output ]; do shift; done
cp "${folder}/$(basename "$last")" "$2"
`);

/** A machine with Python and Go, without a network and without a Pulumi CLI. */
export const closedNetwork: Readonly<Record<string, string>> = {
  python3: python('3.11.7'),
  curl: refusedCurl,
  go: go('3.246.0'),
};
