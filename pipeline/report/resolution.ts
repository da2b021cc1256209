import type { Finding, Report, Resolution } from '../comparison/finding.ts';
import type { Value } from '../snapshot/observation.ts';
import { escaped, plain } from './values.ts';

export interface ResolveStep {
  readonly kind: Resolution;
  readonly title: string;
  readonly text: string;
  /** A command or the text to paste; absent when there is none. */
  readonly code?: { readonly language: 'sh' | 'yaml'; readonly text: string };
}

/** The ways out of one finding, the usual one first. */
export const stepsFor = (finding: Finding, report: Report): readonly ResolveStep[] =>
  finding.resolve.map((way) => (isBootstrap(finding) ? ofBootstrap : ofEnvironment)[way](finding, report));

type Way = (finding: Finding, report: Report) => ResolveStep;

/** What `npm run bootstrap` made is nobody's release: an administrator puts it right. */
const isBootstrap = ({ environment }: Finding): boolean => environment.startsWith('bootstrap-');

function revert(finding: Finding, report: Report): ResolveStep {
  const { environment } = finding;
  const release = report.environments[environment]?.release;
  const title = `Revert: make ${environment} what the release says`;
  if (finding.kind === 'undeployed-change') {
    return {
      kind: 'revert',
      title,
      text: 'Promote the release: its deployment was not finished.',
      code: sh(`npm run promote -- --to ${environment}`),
    };
  }
  const text =
    finding.change === 'added'
      ? 'No deployment removes what no program declares: delete it in the account, after asking who made it. Then deploy again, which refreshes first and checks.'
      : 'A gated redeployment refreshes first, so that it sees the change and takes it back.';
  // As many digits as every command shows: enough to be the only one, and short enough to be read aloud.
  const id = release?.slice(0, 12) ?? 'RELEASE';
  const command = `npm run redeploy -- ${environment} ${id} --reason "revert drift ${finding.id}"`;
  return { kind: 'revert', title, text, code: sh(command) };
}

function adopt({ kind, path, resource, actual, expected, environment }: Finding, { baseline }: Report): ResolveStep {
  const title = 'Adopt: make it part of the program';
  if (resource.type === 'config/parity.yaml')
    return { kind: 'adopt', title, text: 'Correct or remove the rule in config/parity.yaml.' };
  const what = path === '' ? `${resource.type} ${resource.name}` : `${path} of ${resource.name}`;
  if (kind === 'parity') {
    return {
      kind: 'adopt',
      title,
      text: `Give ${what} the same value in ${baseline} and ${environment} (config/*.yaml or infra/), or declare it under variations in config/parity.yaml; then promote.`,
    };
  }
  const values = [expected, actual].some(isLong)
    ? 'to what the account holds'
    : `from ${plain(expected)} to ${plain(actual)}`;
  const change =
    path === '' ? `Declare ${what} in infra/` : `Change ${what} in infra/ or config/${environment}.yaml ${values}`;
  return { kind: 'adopt', title, text: `${change}, in every environment that should have it, and promote that.` };
}

function revertBootstrap({ change, kind }: Finding): ResolveStep {
  const added = kind === 'live-drift' && change === 'added';
  const text = added
    ? 'Bootstrap removes only what it made: ask who made this, and delete it in the account. Then let an administrator run bootstrap, which shows what is left.'
    : 'An administrator runs bootstrap: it shows the difference, asks, and takes it back.';
  return {
    kind: 'revert',
    title: 'Revert: make the account what infra/bootstrap says',
    text,
    code: sh('npm run bootstrap'),
  };
}

function adoptBootstrap(): ResolveStep {
  const text = 'Change infra/bootstrap, have that reviewed and merged, and let an administrator run bootstrap.';
  return { kind: 'adopt', title: 'Adopt: make it part of the program', text };
}

function waive(finding: Finding): ResolveStep {
  return {
    kind: 'waive',
    title: 'Waive: somebody answers for it until a date',
    text: 'Add this under waivers in config/parity.yaml, with a reason, an owner and the last day on which it holds.',
    code: { language: 'yaml', text: waiverEntry(finding) },
  };
}

function waiverEntry({ resource, path, environment, change, kind }: Finding): string {
  const isAddition = kind === 'live-drift' && change === 'added' && path === '';
  const label = `${resource.type}/${resource.name}`;
  const lines = isAddition
    ? [`resource: ${quoted(ownerOf(resource.urn))}`, `addition: ${quoted(label)}`]
    : [`resource: ${quoted(label)}`, ...(path === '' ? [] : [`property: ${quoted(path)}`])];
  return [
    `- ${lines[0] ?? ''}`,
    ...lines.slice(1).map(indent),
    ...[`environment: ${environment}`, 'reason: ""', 'owner: ""', 'expires: ""'].map(indent),
  ].join('\n');
}

/** An addition carries the URN of the resource that it hangs on. */
function ownerOf(urn: string): string {
  const [, , types = '', name = ''] = urn.split('::');
  return `${types.split('$').at(-1) ?? ''}/${name}`;
}

/** A YAML text in which nothing hides: what is invisible is escaped, and still means itself. */
const quoted = (text: string): string => escaped(JSON.stringify(text));

const ofEnvironment: Readonly<Record<Resolution, Way>> = { revert, adopt, waive };
const ofBootstrap: Readonly<Record<Resolution, Way>> = { revert: revertBootstrap, adopt: adoptBootstrap, waive };

const isLong = (value: Value): boolean => typeof value === 'object' && value !== null;
const indent = (line: string): string => `  ${line}`;
const sh = (text: string) => ({ language: 'sh' as const, text });
