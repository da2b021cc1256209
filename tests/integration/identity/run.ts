/** One environment deployed by the real commands in a checkout with canaries, then asked about; spawned by the test. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxLandscape } from '../../../sandbox/accounts.ts';
import { attachSandbox } from '../../../sandbox/index.ts';
import { coverage, unexplained } from '../../../pipeline/bootstrap/coverage.ts';
import type { Report } from '../../../pipeline/comparison/finding.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import { readCalls } from '../../../scripts/recordedCalls.ts';
import { dev, prod, staging } from '../../unit/bootstrap/landscape.ts';
import { canaries, Checkout } from './checkout.ts';
import { climbs, stateMatrix, writeMatrix } from './matrix.ts';

const [folder = ''] = process.argv.slice(2);
const checkout = new Checkout(folder);
const at = '--sandbox';
const exits: Record<string, number> = { start: checkout.run('sandbox', 'start') };
try {
  checkout.withSecretConfiguration(() => (exits['secret configuration'] = checkout.run('preview', 'dev', at)));
  exits['preview'] = checkout.run('preview', 'dev', at, '--json', 'plan.json');
  exits['deploy'] = checkout.run('deploy', 'dev', at, '--yes');
  const sandbox = await attachSandbox(join(folder, '.sandbox'));
  const lost = await loseState(sandbox);
  exits['drift'] = checkout.run(
    'drift',
    at,
    '--verbose',
    '--baseline',
    'dev',
    '--target',
    'staging',
    '--out',
    'reports',
  );
  exits['nonsense'] = checkout.run('observe', 'qa', at, '--verbose', '--out', 'qa.json');
  const rows = coverage(sandboxLandscape([dev, staging, prod]), readCalls(join(folder, 'calls.jsonl')));
  // Each has its own service to ask, and none changes what another one looks at.
  const [state, writes, climbed] = await Promise.all([stateMatrix(sandbox), writeMatrix(sandbox), climbs(sandbox)]);
  process.stdout.write(
    JSON.stringify({
      exits,
      leaks: leaks(),
      masked: readFileSync(join(folder, 'plan.json'), 'utf8').includes('[secret]'),
      searched: searched().map(([where]) => where),
      encrypted: lost.encrypted,
      lost: { without: lost.without, ...seenOfDev() },
      used: rows.filter(({ used, account }) => used && account === dev.account).map(({ action }) => action),
      unexplained: unexplained(rows),
      ...{ state, writes, climbs: climbed },
    }),
  );
} finally {
  checkout.run('sandbox', 'stop');
}

/** The state of dev is gone, and is put back from a copy. */
async function loseState(sandbox: Awaited<ReturnType<typeof attachSandbox>>) {
  const store = openStore(sandbox.surroundings.stateBackend, sandbox.rootCredentials('prod'));
  const key = '.pulumi/stacks/payments/dev.json';
  const copy = await store.read(key);
  if (copy === null) throw new Error('dev has no state');
  await store.remove(key, copy.version);
  const without = checkout.run('preview', 'dev', at);
  await store.create(key, copy.body);
  return { without, encrypted: isEncrypted(copy.body) };
}

/** How much of dev was seen with the state that was put back, and what of it is not as it was deployed. */
function seenOfDev() {
  const { environments, findings } = JSON.parse(readFileSync(join(folder, 'reports/report.json'), 'utf8')) as Report;
  return {
    restored: environments['dev']?.observed,
    findings: findings.filter(({ environment }) => environment === 'dev'),
  };
}

/** State holds the secrets as ciphertext. */
function isEncrypted(body: Uint8Array): boolean {
  const text = Buffer.from(body).toString();
  return text.includes('"ciphertext"') && !text.includes(canaries.output) && !text.includes(canaries.property);
}

/** Everything that was said or written, but for the program that holds the canaries itself. */
function searched(): readonly (readonly [string, string])[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !/^(node_modules|infra|\.sandbox\/(s3|state|tmp|home)|\.cache\/releases)(\/|$)/.test(path))
    .filter((path) => statSync(join(folder, path)).isFile());
  return [
    ...checkout.said.map((text) => [text.split('\n')[0] ?? '', text] as const),
    ...files.map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const),
  ];
}

function leaks(): readonly string[] {
  return searched().flatMap(([where, text]) =>
    Object.entries(canaries).flatMap(([name, value]) => (text.includes(value) ? [`${name} in ${where}`] : [])),
  );
}
