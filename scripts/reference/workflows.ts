/** The parts of the workflow files that name environments: GitHub reads no configuration for them. */
import { join } from 'node:path';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { EngineError } from '../../pipeline/errors.ts';
import { read, root } from './page.ts';

const folder = '.github/workflows';

/** One job for each environment, after the one below: a matrix would start them all at once. */
export function promoteWorkflow(): string {
  const jobs = environmentNames().map((name, index, names) => jobOf(name, names[index - 1]));
  return replaced('promote.yml', [[/(?<=# environments: .*\n)[^]*?(?= {2}# end of environments\n)/g, jobs.join('\n')]]);
}

/** What a person may choose. */
export const deployWorkflow = (): string => replaced('deploy.yml', [choices()]);

/** What a person may choose, and which pair is compared when nobody chose: the highest environment with the one below. */
export function driftWorkflow(): string {
  const [baseline, target] = environmentNames().slice(-2);
  if (target === undefined) throw new EngineError('a drift check needs two environments');
  const pair = { baseline, target };
  return replaced('drift.yml', [
    choices(),
    ...Object.entries(pair).flatMap(([input, name = '']): Replacement[] => [
      [new RegExp(`(?<=inputs\\.${input} \\|\\| ')[^']*`, 'g'), name],
      [new RegExp(`(?<= ${input}:\\n +description: .*\\n +default: ).*`, 'g'), name],
    ]),
  ]);
}

type Replacement = readonly [pattern: RegExp, text: string];

const environmentNames = (): readonly string[] =>
  loadConfiguration(join(root, 'config')).environments.map(({ environment }) => environment);

const choices = (): Replacement => [
  /(?<= (?:environment|baseline|target):\n(?: {8}.*\n)*? {8}options: ).*/g,
  `[${environmentNames().join(', ')}]`,
];

/** Each pattern must be there: a file that was edited past them would stay as it is, unnoticed. */
function replaced(file: string, replacements: readonly Replacement[]): string {
  return replacements.reduce(
    (text, [pattern, replacement]) => {
      if (text.search(pattern) < 0) throw new EngineError(`${folder}/${file} has nothing like ${pattern.source}`);
      return text.replaceAll(pattern, () => replacement);
    },
    read(`${folder}/${file}`),
  );
}

const jobOf = (environment: string, lower: string | undefined): string => `  to-${environment}:
    name: To ${environment}
    needs: ${lower === undefined ? 'release' : `[release, to-${lower}]`}
    uses: ./.github/workflows/promote-environment.yml
    permissions:
      contents: read # as in the called workflow, where each is explained
      id-token: write # the roles of each job
      actions: write # superseding an older run that waits
      attestations: read # verifying the release
      checks: read # results of the commit's checks, for the evidence
      pull-requests: write # a word on what was superseded
    with:
      environment: ${environment}
      release: \${{ needs.release.outputs.id }}
      commit: \${{ needs.release.outputs.commit }}
      committed-at: \${{ needs.release.outputs.committed-at }}
      reason: merged as \${{ github.sha }}
`;
