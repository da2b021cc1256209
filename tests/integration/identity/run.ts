/** One environment deployed by the real commands in a checkout with canaries, then asked about; spawned by the test. */
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrapNames } from '../../../infra/names.ts';
import { sandboxLandscape } from '../../../sandbox/accounts.ts';
import { attachSandbox } from '../../../sandbox/index.ts';
import { readCheckpoint } from '../../../pipeline/engine/checkpoint.ts';
import { renderComment } from '../../../.github/actions/preview-comment/comment.ts';
import { collectPreviews } from '../../../.github/actions/preview-comment/previews.ts';
import { coverage, unexplained } from '../../../pipeline/bootstrap/coverage.ts';
import type { Report } from '../../../pipeline/comparison/finding.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import { readCalls } from '../../../scripts/recordedCalls.ts';
import { dev, prod, staging } from '../../unit/bootstrap/landscape.ts';
import { canaries, Checkout } from './checkout.ts';
import { climbs, stateMatrix, writeMatrix } from './matrix.ts';
import { withheld } from './withhold.ts';

const [folder = ''] = process.argv.slice(2);
const checkout = new Checkout(folder);
const at = '--sandbox';
const exits: Record<string, number> = { start: checkout.run('sandbox', 'start') };
try {
  checkout.withSecretConfiguration(() => (exits['secret configuration'] = checkout.run('preview', 'dev', at)));
  checkout.withSecretOutput(() => {
    exits['preview of a secret output'] = checkout.run('preview', 'dev', at, '--json', 'previews/refused.json');
    exits['secret output'] = checkout.run('deploy', 'dev', at, '--yes');
  });
  const refused = checkout.said.at(-1) ?? '';
  const sandbox = await attachSandbox(join(folder, '.sandbox'));
  const before = await readCheckpoint(
    openStore(sandbox.surroundings.stateBackend, sandbox.rootCredentials('prod')),
    'dev',
  );
  exits['preview'] = checkout.run('preview', 'dev', at, '--json', 'previews/dev.json');
  writeFileSync(join(folder, 'comment.md'), await comment());
  exits['promote'] = checkout.run('promote', '--to', 'dev', at, '--yes');
  exits['evidence'] = checkout.run('evidence', at, '--out', 'evidence.json');
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
  // Before the matrices, which write over everything.
  const without = {
    observation: await withheld(
      sandbox.endpoint,
      dev,
      { RoleName: bootstrapNames.readSpoke, PolicyName: 'read', action: 'sqs:GetQueueAttributes' },
      () => outcomeOf('observe', 'dev', at, '--out', 'dev.json'),
    ),
    deployment: await withheld(
      sandbox.endpoint,
      staging,
      { RoleName: bootstrapNames.deploySpoke, PolicyName: 'data', action: 'kms:CreateKey' },
      () => outcomeOf('deploy', 'staging', at, '--yes'),
    ),
  };
  // Each has its own service to ask, and none changes what another one looks at.
  const [state, writes, climbed] = await Promise.all([stateMatrix(sandbox), writeMatrix(sandbox), climbs(sandbox)]);
  process.stdout.write(
    JSON.stringify({
      exits,
      without,
      leaks: leaks(),
      secretOutput: {
        told: refused.includes('outputs of the stack are secrets: canary'),
        made: before?.resources.length,
      },
      masked: readFileSync(join(folder, 'previews/dev.json'), 'utf8').includes('[secret]'),
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

/** What the action writes under a pull request with these previews, the failed one's error among them. */
async function comment(): Promise<string> {
  const collected = await collectPreviews(join(folder, 'previews'));
  const about = {
    environments: ['dev'],
    offline: true,
    commit: '0'.repeat(40),
    runUrl: 'https://github.invalid/runs/1',
  };
  return renderComment({ ...collected, ...about }, 60_000);
}

/** How a command ended, and what it said. */
function outcomeOf(...command: readonly [string, ...string[]]): { readonly exit: number; readonly said: string } {
  const exit = checkout.run(...command);
  return { exit, said: checkout.said.at(-1) ?? '' };
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
