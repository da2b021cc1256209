/** A repository on a sandbox and beside a GitHub of its own, on which events happen one after the other. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { hubOf } from '../../../infra/bootstrap/landscape.ts';
import { loadConfiguration, type Configuration } from '../../../pipeline/configuration/index.ts';
import { startGitHub, type GitHubStandIn } from '../../../sandbox/github/server.ts';
import { addIssue, newWorld, type Started, type World } from '../../../sandbox/github/world.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/index.ts';
import { outdated } from '../../../tools/setup/record.mjs';
import { root } from '../workflowFiles.ts';
import { act, type Carried, type Meanwhile } from './act.ts';
import type { Event } from './events.ts';
import { commitsOf, makeRepository } from './repository.ts';

export interface Ran extends Carried {
  readonly workflow: string;
  readonly event: string;
  readonly seconds: number;
  /** As they stand after it. */
  readonly issues: readonly { readonly title: string; readonly state: string; readonly comments: readonly string[] }[];
  /** Workflows that jobs asked to be started, so far. */
  readonly started: readonly Started[];
}

export interface Stage {
  readonly sandbox: Sandbox;
  readonly world: World;
  /** The folder of the repository. */
  readonly repository: string;
  /** What the jobs keep for each other; emptied before each event but `workflow_run`, which is about the run before it. */
  readonly artifacts: string;
  carryOut(workflow: string, event: Event, meanwhile?: Meanwhile): Promise<Ran>;
}

const log = (line: string): boolean => process.stderr.write(`${line}\n`);

/** Plays a story on a stage of its own. @returns where calls departed from GitHub's description */
export async function onStage(binary: string, story: (stage: Stage) => Promise<void>): Promise<readonly string[]> {
  // The jobs get this clone's packages by a link, so a set-up that found something to do would do it to this clone.
  const missing = outdated(root, { required: ['packages', 'cli', 'emulator', 'act'], optional: [] });
  if (missing.length > 0) throw new Error(`set up first, with npm: ${missing.join(', ')}`);
  const folder = await mkdtemp(join(tmpdir(), 'payments-act-'));
  const at = (name: string) => join(folder, name);
  for (const name of ['repository', 'home', 'artifacts', 'bin', 'sandbox']) await mkdir(at(name));
  const configuration = loadConfiguration(join(root, 'config'));
  const { environments, files: configurationFiles } = configuration;
  const sandbox = await startSandbox({ folder: at('sandbox'), detached: false, environments, configurationFiles });
  const github = await startGitHub(worldOf(sandbox, configuration));
  try {
    const { owner, name } = sandbox.landscape.repository;
    const repository = { folder: at('repository'), name: `${owner}/${name}`, tokens: `${github.url}/_oidc/token` };
    const commit = await makeRepository(repository);
    github.world.mergedBy.set(commit, [1]);
    github.world.wroteIn.set(1, ['ada']);
    await writePlugin(at('bin/pulumi-resource-aws'));
    const place = { binary, at, sandbox, github };
    const artifacts = at('artifacts');
    await story({
      ...{ sandbox, world: github.world, repository: at('repository'), artifacts },
      carryOut: (workflow, event, meanwhile) => carryOut(place, workflow, event, meanwhile),
    });
    return github.violations;
  } finally {
    await github.close();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Environments with reviewers, a run that one of them approved, a pull request of the repository's own. */
function worldOf(sandbox: Sandbox, { environments }: Configuration): World {
  const { owner, name } = sandbox.landscape.repository;
  const world = newWorld(owner, name);
  for (const { environment } of environments)
    world.environments.push({ name: environment, reviewers: ['octo'], preventSelfReview: true });
  world.runs.push({
    ...{ id: 1, number: 1, workflow: 'promote.yml', headSha: '0'.repeat(40) },
    ...{ status: 'in_progress', conclusion: null, waitsFor: [] },
    approvals: environments.map(({ environment }) => ({ login: 'octo', environment })),
  });
  const pull = { headRepository: `${owner}/${name}`, headBranch: 'change', headSha: '1'.repeat(40) };
  addIssue(world, { author: 'ada', title: 'A change', body: '', pull });
  return world;
}

const node = join(root, 'node_modules', 'node', 'bin');

async function writePlugin(path: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\nexec '${node}/node' '${join(import.meta.dirname, 'plugin.ts')}' "$@"\n`);
  await chmod(path, 0o755);
}

interface Place {
  readonly binary: string;
  readonly at: (name: string) => string;
  readonly sandbox: Sandbox;
  readonly github: GitHubStandIn;
}

async function carryOut(
  { binary, at, sandbox, github }: Place,
  workflow: string,
  event: Event,
  meanwhile?: Meanwhile,
): Promise<Ran> {
  if (event.name !== 'workflow_run') {
    await rm(at('artifacts'), { recursive: true });
    await mkdir(at('artifacts'));
  }
  await writeFile(at('event.json'), JSON.stringify(event.payload));
  github.world.commits.splice(0, Infinity, ...commitsOf(at('repository')));
  const hub = hubOf(sandbox.landscape);
  const { owner, name } = sandbox.landscape.repository;
  const began = performance.now();
  const carried = await act({
    ...{ binary, workflow, repository: at('repository'), home: at('home') },
    ...{ event: event.name, eventFile: at('event.json') },
    variables: { HUB_ACCOUNT: hub.account, HUB_REGION: hub.region },
    environment: {
      GITHUB_API_URL: github.url,
      // As GitHub says it; act does not.
      GITHUB_WORKFLOW_REF: `${owner}/${name}/.github/workflows/${workflow}@refs/heads/main`,
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
    line: log,
    meanwhile,
  });
  const issues = github.world.issues.map(({ title, state, comments }) => ({
    ...{ title, state },
    comments: comments.map(({ body }) => body),
  }));
  const seconds = Math.round((performance.now() - began) / 1000);
  return { ...carried, workflow, event: event.name, seconds, issues, started: [...github.world.started] };
}
