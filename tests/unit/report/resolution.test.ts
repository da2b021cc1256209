import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseRules } from '../../../pipeline/comparison/parseRules.ts';
import { stepsFor } from '../../../pipeline/report/resolution.ts';
import {
  addition,
  compared,
  deployed,
  inAccount,
  inProgram,
  ours,
  rulesWith,
  theOne,
  variations,
} from '../comparison/observed.ts';
import { release } from '../snapshot/rawPayments.ts';
import { base, hostileTexts } from './reports.ts';

type Comparison = Parameters<typeof compared>[0];
const steps = (change: Comparison) => {
  const report = compared(change);
  return stepsFor(theOne(report), report);
};
const slow = { prod: inAccount(ours.function, { timeout: 60 }) };
const backdoor = {
  prod: addition(ours.role, {
    type: 'aws:iam/rolePolicy:RolePolicy',
    name: 'backdoor',
    physicalId: 'x',
    properties: { name: 'backdoor' },
  }),
};

test('R42: live drift offers the three ways, with the command that takes it back', () => {
  const [revert, adopt, waive] = steps(slow);
  expect([revert?.kind, adopt?.kind, waive?.kind]).toEqual(['revert', 'adopt', 'waive']);
  expect(revert?.code?.text).toMatch(
    new RegExp(`^npm run redeploy -- prod ${release.slice(0, 12)} --reason "revert drift [0-9a-f]{12}"$`),
  );
  expect(revert?.text).toContain('refreshes first');
  expect(adopt?.text).toContain('Change timeout of payments-function in infra/ or config/prod.yaml from 30 to 60');
});

test('R42: what nobody declared is removed by hand, because no deployment removes it', () => {
  const [revert] = steps(backdoor);
  expect(revert?.text).toContain('No deployment removes what no program declares');
});

test.each([slow, backdoor])('R42: what bootstrap made is put right by bootstrap, and by no release', (change) => {
  const report = compared(change);
  const finding = { ...theOne(report), environment: 'bootstrap-prod' };
  const [revert, adopt, waive] = stepsFor(finding, report);
  expect(revert?.code?.text).toBe('npm run bootstrap');
  expect(adopt?.text).toContain('Change infra/bootstrap');
  expect(waive?.code?.text).toContain('environment: bootstrap-prod');
});

test('R42: an undeployed change is promoted, and parity is adopted or waived', () => {
  expect(steps({ prod: inProgram(ours.function, { timeout: 60 }) })[0]?.code?.text).toBe(
    'npm run promote -- --to prod',
  );
  const parity = steps({ prod: deployed(ours.function, { timeout: 60 }) });
  expect(parity.map(({ kind }) => kind)).toEqual(['adopt', 'waive']);
  expect(parity[0]?.text).toContain('the same value in staging and prod');
});

test('R42: a rule that is wrong is corrected in its file', () => {
  const stale = { ...variations[0], resource: 'aws:sqs/queue:Queue/gone' };
  const rules = rulesWith({ variations: [...variations, stale] });
  expect(steps({ rules })).toMatchObject([
    { kind: 'adopt', text: 'Correct or remove the rule in config/parity.yaml.' },
  ]);
});

test.each<readonly [string, Comparison]>([
  ['drift', slow],
  ['an addition', backdoor],
  ['parity', { prod: deployed(ours.function, { timeout: 60 }) }],
])(
  'R32: the entry that is offered for a waiver waives that finding and is valid but for who, why and until when: %s',
  (_, change) => {
    const text = steps(change).find(({ kind }) => kind === 'waive')?.code?.text ?? '';
    const [entry] = parse(text) as readonly Record<string, string>[];
    expect(() => parseRules({ waivers: [entry] }, { file: 'parity.yaml' })).toThrow(/reason.*\n.*owner.*\n.*expires/);
    const waivers = [{ ...entry, reason: 'a test of the entry', owner: 'team', expires: '2026-12-31' }];
    expect(theOne(compared({ ...change, rules: rulesWith({ waivers }) }), 'waived').environment).toBe('prod');
  },
);

test('R42: whatever a resource is called, the entry means it, on lines of its own and with nothing hidden', () => {
  for (const name of hostileTexts) {
    const finding = { ...base, resource: { ...base.resource, name }, path: name };
    const text = stepsFor(finding, compared({})).find(({ kind }) => kind === 'waive')?.code?.text ?? '';
    expect(text.split('\n')).toHaveLength(6);
    expect(text).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
    expect(parse(text)).toMatchObject([{ resource: `${base.resource.type}/${name}`, property: name }]);
  }
});
