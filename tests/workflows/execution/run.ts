/**
 * Carries out one workflow for one event on a sandbox of its own: `run.ts ACT WORKFLOW EVENT [EVENT_JSON]`. Prints the result of
 * every job, what was posted, and where calls departed from GitHub's description, as one line of JSON.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { hubOf } from '../../../infra/bootstrap/landscape.ts';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import { startGitHub } from '../../../sandbox/github/server.ts';
import { addIssue, newWorld } from '../../../sandbox/github/world.ts';
import { startSandbox } from '../../../sandbox/index.ts';
import { outdated } from '../../../tools/setup/record.mjs';
import { root } from '../workflowFiles.ts';
import { act } from './act.ts';
import { makeRepository } from './repository.ts';

const [binary = '', workflow = '', event = '', payload = '{}'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'payments-act-'));
const repository = join(folder, 'repository');
const at = (name: string) => join(folder, name);
for (const name of ['repository', 'home', 'artifacts', 'bin', 'sandbox']) await mkdir(at(name));

// The jobs get this clone's packages by a link, so a set-up that found something to do would do it to this clone.
const missing = outdated(root, { required: ['packages', 'cli', 'emulator', 'act'], optional: [] });
if (missing.length > 0) throw new Error(`set up first, with npm: ${missing.join(', ')}`);
const configuration = loadConfiguration(join(root, 'config'));
const sandbox = await startSandbox({
  folder: at('sandbox'),
  detached: false,
  environments: configuration.environments,
  configurationFiles: configuration.files,
});
const { owner, name } = sandbox.landscape.repository;
const world = newWorld(owner, name);
for (const { environment } of configuration.environments)
  world.environments.push({ name: environment, reviewers: ['octo'], preventSelfReview: true });
world.runs.push({
  ...{ id: 1, number: 1, workflow, headSha: '0'.repeat(40), status: 'in_progress', conclusion: null, waitsFor: [] },
  approvals: configuration.environments.map(({ environment }) => ({ login: 'octo', environment })),
});
addIssue(world, {
  ...{ author: 'ada', title: 'A change', body: '' },
  pull: { headRepository: `${owner}/${name}`, headBranch: 'change', headSha: '1'.repeat(40) },
});
const github = await startGitHub(world);
try {
  const commit = await makeRepository({
    folder: repository,
    name: `${owner}/${name}`,
    tokens: `${github.url}/_oidc/token`,
  });
  world.mergedBy.set(commit, [1]);
  world.wroteIn.set(1, ['ada']);
  await writeFile(at('event.json'), payload);
  const plugin = at('bin/pulumi-resource-aws');
  const node = join(root, 'node_modules', 'node', 'bin');
  await writeFile(plugin, `#!/bin/sh\nexec '${node}/node' '${join(import.meta.dirname, 'plugin.ts')}' "$@"\n`);
  await chmod(plugin, 0o755);
  const hub = hubOf(sandbox.landscape);
  const started = performance.now();
  const { code, results } = await act({
    ...{ binary, repository, home: at('home'), event, eventFile: at('event.json'), workflow },
    variables: { HUB_ACCOUNT: hub.account, HUB_REGION: hub.region },
    environment: {
      GITHUB_API_URL: github.url,
      STAND_IN_CLONE: root,
      STAND_IN_ARTIFACTS: at('artifacts'),
      HOME: homedir(),
      PATH: [at('bin'), node, process.env['PATH'] ?? ''].join(delimiter),
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
      PULUMI_BACKEND_URL: sandbox.surroundings.stateBackend,
      PULUMI_CONFIG_PASSPHRASE: 'sandbox',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      PAYMENTS_SECRETS_PROVIDER: 'passphrase',
    },
    line: (line) => process.stderr.write(`${line}\n`),
  });
  const issues = world.issues.map(({ title, state, comments }) => ({
    title,
    state,
    comments: comments.map(({ body }) => body),
  }));
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`${JSON.stringify({ code, seconds, results, issues, violations: github.violations })}\n`);
} finally {
  await github.close();
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit();
