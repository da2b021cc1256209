import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../pipeline/comparison/compare.ts';
import type { Finding, FindingKind } from '../../../pipeline/comparison/finding.ts';
import { loadParityRules } from '../../../pipeline/configuration/parity.ts';
import type { RawProperties, RawResource } from '../../../pipeline/engine/rawObservation.ts';
import { isProviderOnly } from '../../../pipeline/snapshot/propertyRules.ts';
import { generalPath, leavesOf, otherValue, withValue, type Leaf } from './leaves.ts';
import { configuration, observedProgram, programResources } from './programObserved.ts';

const rules = loadParityRules('config', configuration);
const baseline = observedProgram('staging');
const resources = programResources('prod');

interface Pair {
  readonly resource: RawResource;
  readonly leaf: Leaf;
  readonly path: string;
}

/** One resource stands for all of its type that are given this input. */
const pairs: readonly Pair[] = [
  ...new Map(
    resources.flatMap((resource) =>
      leavesOf(resource.programInputs ?? {}).map((leaf): [string, Pair] => {
        const path = generalPath(leaf.steps);
        return [`${resource.type} ${path}`, { resource, leaf, path }];
      }),
    ),
  ).values(),
];

type Look = 'program' | 'state' | 'live';

const looksOf: Readonly<Record<FindingKind, readonly Look[]>> = {
  'live-drift': ['live'],
  'undeployed-change': ['program'],
  parity: ['program', 'state', 'live'],
};

function changed({ resource, leaf }: Pair, looks: readonly Look[]): RawResource {
  const change = <T extends RawProperties | null>(properties: T) =>
    properties === null ? properties : withValue(properties, leaf.steps, otherValue(leaf.value));
  const { live } = resource;
  return {
    ...resource,
    ...(looks.includes('program') ? { programInputs: change(resource.programInputs) } : {}),
    ...(looks.includes('state')
      ? { stateInputs: change(resource.stateInputs), stateOutputs: change(resource.stateOutputs) }
      : {}),
    ...(looks.includes('live') && live.status === 'present'
      ? { live: { ...live, inputs: change(live.inputs), outputs: change(live.outputs) } }
      : {}),
  };
}

const now = new Date('2026-11-24T04:00:00Z');

function findingsAfter(pair: Pair, kind: FindingKind): readonly Finding[] {
  const after = resources.map((each) => (each === pair.resource ? changed(pair, looksOf[kind]) : each));
  const observations = [baseline, observedProgram('prod', after)];
  const report = compare({ observations, baseline: 'staging', target: 'prod', rules, now });
  return report.findings.filter(({ classification }) => classification !== 'expected-variation');
}

const general = (path: string): string => path.replaceAll(/\[\d+\]/g, '[]');

/** An element that is known by the field that was changed went, and another one came. */
const isElement = (leaf: string, found: string): boolean => found.endsWith('[]') && leaf.startsWith(`${found}.`);

function isRight(pair: Pair, kind: FindingKind, finding: Finding): boolean {
  const { resource, environment, classification } = finding;
  const path = general(finding.path);
  const place = path === pair.path || path.startsWith(`${pair.path}.`) || isElement(pair.path, path);
  const own = resource.type === pair.resource.type && resource.name === pair.resource.name;
  return own && place && finding.kind === kind && environment === 'prod' && classification === 'unexpected';
}

function problemsOf(kind: FindingKind, of: readonly Pair[]): readonly string[] {
  return of.flatMap((pair) => {
    const found = findingsAfter(pair, kind);
    const changes = found.map(({ change }) => change).sort();
    const whole = changes.length === 1 || changes.join() === 'added,missing';
    if (whole && found.every((each) => isRight(pair, kind, each))) return [];
    const told = found.map((each) => `${each.kind} ${each.resource.name} ${each.path} ${each.change}`).join('; ');
    return [`${pair.resource.type}/${pair.resource.name} ${pair.path}: ${told || 'nothing was found'}`];
  });
}

const facts = pairs.filter(({ leaf }) => !isProviderOnly(String(leaf.steps[0])));

describe('R40: a change to any single input that the program sets', () => {
  test('R40: there are 200 pairs of type and input and more', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(200);
  });

  test('R33: nothing is found where nothing was changed', () => {
    const observations = [baseline, observedProgram('prod')];
    const { findings } = compare({ observations, baseline: 'staging', target: 'prod', rules, now });
    expect(findings.filter(({ classification }) => classification !== 'expected-variation')).toEqual([]);
  });

  test('R7: made in the account, is one live drift at its own path', () => {
    expect(problemsOf('live-drift', facts)).toEqual([]);
  });

  test('R7: made in the program alone, is one undeployed change at its own path', () => {
    expect(problemsOf('undeployed-change', pairs)).toEqual([]);
  });

  test('R18 R30: made in prod and deployed there, is one parity finding at its own path', () => {
    expect(problemsOf('parity', pairs)).toEqual([]);
  });

  test('R40: only arguments to the provider are no facts of the account', () => {
    const others = pairs.filter((pair) => !facts.includes(pair)).map(({ path }) => path);
    expect([...new Set(others)].sort()).toEqual(['code.archive', 'deletionWindowInDays', 'publish']);
  });
});
