/** What GitHub has to be told: printed for a person, or set with a token. */
import type { Landscape } from '../infra/bootstrap/landscape.ts';
import type { Configuration } from '../pipeline/configuration/index.ts';
import { ConfigurationError } from '../pipeline/errors.ts';
import type { RepositorySetup } from '../pipeline/publish/repositorySetup.ts';
import type { Reviewer } from '../pipeline/publish/repositoryWish.ts';
import { colours } from './output/colours.ts';

/** The last job of each workflow that runs on a pull request: it fails when any other did. */
export const requiredChecks = ['CI passed', 'Preview passed'] as const;

interface Wanted {
  readonly variables: Readonly<Record<string, string>>;
  readonly environments: readonly {
    readonly environment: string;
    readonly approval: boolean;
    readonly preventSelfReview: boolean;
  }[];
}

/** GitHub, asked about all that the set-up needs before anything anywhere is changed. */
export interface PreparedGithub {
  readonly setup: RepositorySetup;
  readonly reviewers: readonly Reviewer[];
  /** What would be overwritten there, in words. */
  readonly overwrites: readonly string[];
}

export const wantedOf = ({ hub, environments }: Pick<Configuration, 'hub' | 'environments'>): Wanted => ({
  variables: { HUB_ACCOUNT: hub.account, HUB_REGION: hub.region },
  environments: environments.map(({ environment, gate }) => ({
    environment,
    approval: gate.requireApproval,
    preventSelfReview: gate.separationOfDuties,
  })),
});

/** Every click, in the order of GitHub's pages. */
export function githubInstructions(configuration: Configuration, { owner, name }: Landscape['repository']): string[] {
  const { variables, environments } = wantedOf(configuration);
  const settings = `https://github.com/${owner}/${name}/settings`;
  return [
    `Variables, at ${settings}/variables/actions:`,
    ...Object.entries(variables).map(([variable, value]) => `  ${variable} = ${value}`),
    `Environments, at ${settings}/environments:`,
    ...environments.flatMap(({ environment, approval, preventSelfReview }) => [
      `  ${environment}: deployment branches: selected, main only; untick "Allow administrators to bypass"`,
      ...(approval ? [`    required reviewers: yours${preventSelfReview ? '; tick "Prevent self-review"' : ''}`] : []),
    ]),
    `Branch main, at ${settings}/branches: pull request with one approval of a code owner, checks ${requiredChecks.join(' and ')}`,
    '  up to date before merging, no force pushes, "Do not allow bypassing the above settings"',
    'With a token that may administer the repository all but the bypass is done by: npm run bootstrap -- --github --reviewers LOGIN',
  ];
}

/** @throws ConfigurationError when approvals are asked for that nobody could give */
export function requireReviewers(configuration: Configuration, reviewers: readonly string[]): void {
  if (reviewers.length > 0 || !wantedOf(configuration).environments.some(({ approval }) => approval)) return;
  throw new ConfigurationError('an environment asks for approval, and nobody is named who may give it', {
    advice: 'Name people or teams: --reviewers LOGIN ORGANISATION/TEAM',
  });
}

/** Finds the reviewers, and what the set-up would overwrite. */
export async function prepareGithub(
  configuration: Configuration,
  setup: RepositorySetup,
  names: readonly string[],
): Promise<PreparedGithub> {
  requireReviewers(configuration, names);
  const reviewers: Reviewer[] = [];
  for (const name of names) reviewers.push(await setup.reviewer(name));
  const { variables } = wantedOf(configuration);
  const environments = environmentsWith(configuration, reviewers);
  return { setup, reviewers, overwrites: await setup.overwrites({ variables, environments, checks: requiredChecks }) };
}

const environmentsWith = (configuration: Configuration, reviewers: readonly Reviewer[]) =>
  wantedOf(configuration).environments.map(({ environment, approval, preventSelfReview }) => ({
    ...{ environment, preventSelfReview },
    reviewers: approval ? reviewers : [],
  }));

/** Sets all that the API offers. What it does not offer is returned, as lines for a person. */
export async function setUpGithub(
  configuration: Configuration,
  { owner, name }: Landscape['repository'],
  { setup, reviewers }: PreparedGithub,
): Promise<string[]> {
  for (const [variable, value] of Object.entries(wantedOf(configuration).variables))
    await setup.variable(variable, value);
  for (const environment of environmentsWith(configuration, reviewers)) await setup.environment(environment);
  await setup.protectMain(requiredChecks);
  const settings = `https://github.com/${owner}/${name}/settings/environments`;
  return [
    `${colours.green('✓')} variables, environments and the protection of main are set in ${owner}/${name}`,
    `GitHub's API cannot do this: in each environment at ${settings} untick "Allow administrators to bypass configured protection rules"`,
  ];
}
