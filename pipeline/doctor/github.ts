import type { Gate, Settings } from '../../infra/settings.ts';
import type { Configuration } from '../configuration/index.ts';
import type { Deployments } from '../publish/deployments.ts';
import type { RepositorySettings } from '../publish/repositorySettings.ts';
import { notApplicable, ok, problem, unknown, type Check, type Outcome } from './check.ts';

export interface GitHubQuestions {
  readonly protection: Deployments['protection'];
  readonly settings: RepositorySettings;
  readonly now: () => Date;
}

interface Unavailable {
  readonly unavailable: string;
  readonly fix: string;
}

const hour = 3_600_000;
/** One missed night may be GitHub's, which delays and drops scheduled runs; two in a row are not. */
const silentHours = 49;

/**
 * What GitHub must be set to. Without a token none of it can be seen, and each check says so.
 *
 * @param github null on the sandbox, which has no repository
 */
export function githubChecks(
  configuration: Configuration,
  github: GitHubQuestions | Unavailable | null,
): readonly Check[] {
  const check = (id: string, title: string, look: (questions: GitHubQuestions) => Promise<Outcome>): Check => ({
    id: `github.${id}`,
    title,
    look: async () => {
      if (github === null) return notApplicable('the sandbox has no repository settings');
      return 'unavailable' in github ? unknown(github.unavailable, github.fix) : look(github);
    },
  });
  const { hub, environments } = configuration;
  return [
    check('branch', 'branch main', branchOutcome),
    ...environments.map((settings) =>
      check(`environment.${settings.environment}`, `environment ${settings.environment}`, (questions) =>
        environmentOutcome(questions, settings),
      ),
    ),
    check('oidc-subject', 'OIDC subject', subjectOutcome),
    check('schedule', 'nightly drift check', scheduleOutcome),
    check('variable.HUB_ACCOUNT', 'variable HUB_ACCOUNT', (it) => variableOutcome(it, 'HUB_ACCOUNT', hub.account)),
    check('variable.HUB_REGION', 'variable HUB_REGION', (it) => variableOutcome(it, 'HUB_REGION', hub.region)),
  ];
}

async function branchOutcome({ settings }: GitHubQuestions): Promise<Outcome> {
  const guarded = await settings.branchIsProtected('main');
  if (guarded === null) return problem('there is no branch main', 'The workflows deploy from main: push it.');
  if (guarded) return ok('changes come in by pull request');
  return problem(
    'anybody with write access may push to it',
    'Settings > Rules > Rulesets: require a pull request on main.',
  );
}

async function environmentOutcome(questions: GitHubQuestions, { environment, gate }: Settings): Promise<Outcome> {
  const protection = await questions.protection(environment);
  if (protection === null) {
    return problem(
      'GitHub has no environment of this name',
      'npm run bootstrap makes it; by hand: Settings > Environments.',
    );
  }
  const branches = await questions.settings.deploymentBranches(environment);
  const problems = [...gateProblems(protection, gate), ...branchProblems(branches)];
  if (problems.length === 0) return ok(`${protection.reviewers} reviewers, deployed from main only`);
  return problem(problems.join('; '), `Settings > Environments > ${environment}: set what its gate asks for.`);
}

function gateProblems(
  { reviewers, preventSelfReview }: NonNullable<Awaited<ReturnType<Deployments['protection']>>>,
  { requireApproval, reviewersRequired, separationOfDuties }: Gate,
): readonly string[] {
  if (!requireApproval) return [];
  return [
    ...(reviewers < reviewersRequired ? [`${reviewers} reviewers, the gate asks for ${reviewersRequired}`] : []),
    ...(separationOfDuties && !preventSelfReview ? ['who starts a deployment may approve it'] : []),
  ];
}

const branchProblems = (branches: 'all' | 'protected' | readonly string[]): readonly string[] =>
  branches === 'all'
    ? ['any branch may deploy to it']
    : branches === 'protected' || branches.every((name) => name === 'main')
      ? []
      : [`deployed from ${branches.join(', ')}`];

async function subjectOutcome({ settings }: GitHubQuestions): Promise<Outcome> {
  if (await settings.subjectIsDefault()) return ok('the default one, which the entry roles trust');
  return problem(
    'the subject is customised, the entry roles trust the default one',
    'Set it back: gh api -X PUT repos/OWNER/REPO/actions/oidc/customization/sub -F use_default=true',
  );
}

async function scheduleOutcome({ settings, now }: GitHubQuestions): Promise<Outcome> {
  const found = await settings.schedule('drift.yml');
  if (found === null)
    return problem('GitHub does not know drift.yml', 'Push .github/workflows to main, and enable Actions.');
  if (found.state !== 'active') {
    return problem(
      `the workflow is ${found.state}`,
      'Run: gh workflow enable drift.yml (GitHub stops schedules of public repositories after 60 days without a commit)',
    );
  }
  const hours = Math.floor((now().getTime() - Date.parse(found.lastRun ?? found.since)) / hour);
  if (found.lastRun !== null && hours < silentHours) return ok(`ran ${hours} h ago`);
  if (found.lastRun === null && hours < silentHours) return unknown('it has not had its first night yet');
  return problem(
    found.lastRun === null ? 'it never ran by schedule' : `its last scheduled run was ${hours} h ago`,
    'Schedules run on the default branch only: make main the default. Run it by hand: gh workflow run drift.yml',
  );
}

async function variableOutcome({ settings }: GitHubQuestions, name: string, wanted: string): Promise<Outcome> {
  const value = await settings.variable(name);
  if (value === wanted) return ok(value);
  return problem(
    value === null ? 'it is not set' : `it is ${value}, the configuration says ${wanted}`,
    `Run: gh variable set ${name} --body ${wanted}`,
  );
}
