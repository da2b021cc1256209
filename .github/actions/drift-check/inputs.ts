import { ConfigurationError } from '../../../pipeline/errors.ts';

const publishWays = ['auto', 'issue', 'comment', 'none'] as const;
const failures = ['unexpected', 'unknown', 'never'] as const;

export interface Inputs {
  readonly environments: readonly string[];
  readonly observations: readonly string[];
  readonly baseline: string;
  readonly target: string;
  readonly publish: (typeof publishWays)[number];
  readonly githubToken: string;
  readonly stateBackend: string;
  readonly failOn: (typeof failures)[number];
  readonly issueLabels: readonly string[];
  readonly issueAssignees: readonly string[];
  readonly reportDirectory: string;
  readonly withholdValues: boolean;
  readonly author: string;
}

/** Reads one input by its name in `action.yml`; `getInput` of `@actions/core` is one. */
export type ReadInput = (name: string) => string;

/** Reads and checks every input; all problems are reported in one error. */
export function readInputs(read: ReadInput): Inputs {
  const problems: string[] = [];
  const reader = checkedReader(read, problems);
  const [baseline, target] = [reader.environment('baseline'), reader.environment('target')];
  if (baseline === target) problems.push(`target: expected another environment than the baseline, got "${target}"`);
  const inputs: Inputs = {
    baseline,
    target,
    environments: [...new Set([...reader.list('environments', environmentName), baseline, target])],
    observations: reader.list('observations'),
    publish: reader.choice('publish', publishWays),
    githubToken: read('github-token'),
    stateBackend: reader.matching(
      'state-backend',
      /^((s3|file):\/\/\S+)?$/,
      'a Pulumi backend such as s3://bucket?region=…',
    ),
    failOn: reader.choice('fail-on', failures),
    issueLabels: reader.list('issue-labels', label),
    issueAssignees: reader.list('issue-assignees', login),
    reportDirectory: reader.matching(
      'report-directory',
      /^(?!\/|.*(^|\/)\.\.(\/|$)).+$/,
      'a folder inside the workspace',
    ),
    withholdValues: reader.choice('withhold-values', ['true', 'false'] as const) === 'true',
    author: reader.matching('author', /^([\w.-]{1,60}(\[bot\])?)?$/, 'a login'),
  };
  if (inputs.publish !== 'none' && inputs.githubToken === '') {
    problems.push('github-token: expected a token, since something is to be published; got nothing');
  }
  if (problems.length > 0) throw invalid(problems);
  return inputs;
}

const environmentName = /^[a-z][a-z0-9-]{0,30}$/;
const label = /^[^,\n]{1,50}$/;
const login = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,38}$/;

function checkedReader(read: ReadInput, problems: string[]) {
  const matching = (name: string, form: RegExp, expected: string): string => {
    const value = read(name);
    if (!form.test(value)) problems.push(`${name}: expected ${expected}, got "${value}"`);
    return value;
  };
  return {
    matching,
    environment: (name: string) => matching(name, environmentName, 'the name of an environment'),
    choice<T extends string>(name: string, allowed: readonly T[]): T {
      const value = read(name) as T;
      if (!allowed.includes(value)) problems.push(`${name}: expected one of ${allowed.join(', ')}, got "${value}"`);
      return value;
    },
    list(name: string, form = /./): string[] {
      const items = read(name)
        .split(/[\n,]/)
        .map((item) => item.trim());
      const present = items.filter((item) => item !== '');
      for (const item of present) if (!form.test(item)) problems.push(`${name}: "${item}" is not valid here`);
      return [...new Set(present)];
    },
  };
}

const invalid = (problems: readonly string[]) =>
  new ConfigurationError(
    `The inputs of drift-check are not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    {
      advice: 'Correct `with:` of the step that uses this action.',
    },
  );
