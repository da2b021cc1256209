import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { argumentsOf, configuration, recordEnvironments, recordProgram } from './environments.ts';
import { expectationOf, readExpectation } from './expectation.ts';
import { unknownText, type Recording } from './recording.ts';

const names = configuration.environments.map(({ environment }) => environment);
let recordings: ReadonlyMap<string, Recording>;

beforeAll(async () => {
  recordings = await recordEnvironments();
});

const of = (environment: string): Recording => {
  const recording = recordings.get(environment);
  if (recording === undefined) throw new Error(`no recording of ${environment}`);
  return recording;
};

const identities = (environment: string): readonly string[] =>
  of(environment).resources.map(({ type, name }) => `${type} ${name}`);

/** Notes of a preview; without an engine Pulumi prints them. */
let notes = jest.spyOn(console, 'log');

beforeEach(() => {
  notes.mockRestore();
  notes = jest.spyOn(console, 'log').mockImplementation(() => undefined);
});

describe('R1, R2: what each environment is made of', () => {
  test.each(names)('R2: %s is exactly the committed set of resources, inputs, options and outputs', (environment) => {
    expect(expectationOf(of(environment))).toEqual(readExpectation(environment));
  });

  test('R2: staging and prod have the same resources; dev lacks the throttle alarm, because it throttles by design', () => {
    expect(identities('staging')).toEqual(identities('prod'));
    expect(identities('prod').filter((identity) => !identities('dev').includes(identity))).toEqual([
      'aws:cloudwatch/metricAlarm:MetricAlarm payments-function-throttles',
    ]);
    expect(identities('dev').filter((identity) => !identities('prod').includes(identity))).toEqual([]);
  });

  test('R2: no two resources share type and name', () => {
    for (const name of names) expect(new Set(identities(name)).size).toBe(identities(name).length);
  });

  test('R17: a release changes outputs only, so the same code in a new release is no change', async () => {
    const [settings] = configuration.environments;
    if (settings === undefined) throw new Error('no environment');
    const [first, second] = [
      await recordProgram(argumentsOf(settings, { release: 'release-1' })),
      await recordProgram(argumentsOf(settings, { release: 'release-2' })),
    ];
    expect(first.outputs['releaseId']).toBe('release-1');
    expect(second).toEqual({ ...first, outputs: { ...first.outputs, releaseId: 'release-2' } });
    expect(JSON.stringify(second.resources)).not.toContain('release-2');
  });
});

describe('R11: one account, one region, one role', () => {
  const provider = ({ resources }: Recording) => resources.find(({ type }) => type === 'pulumi:providers:aws')?.inputs;

  test('R11: the provider assumes the deploy role of its account and is held to account and region', () => {
    const roles = names.map((name) => provider(of(name))?.['assumeRoles']);
    expect(roles.map((role) => (JSON.parse(String(role)) as { roleArn: string }[])[0]?.roleArn)).toEqual([
      'arn:aws:iam::111111111111:role/payments-spoke-deploy',
      'arn:aws:iam::222222222222:role/payments-spoke-deploy',
      'arn:aws:iam::333333333333:role/payments-spoke-deploy',
    ]);
    expect(names.map((name) => [provider(of(name))?.['region'], provider(of(name))?.['allowedAccountIds']])).toEqual([
      ['us-east-1', '["111111111111"]'],
      ['us-west-2', '["222222222222"]'],
      ['eu-west-1', '["333333333333"]'],
    ]);
  });

  test('R11: no credential is in the provider, and reading differs from deploying by the role alone', async () => {
    const prod = configuration.hub;
    const reading = await recordProgram(argumentsOf(prod, { access: 'read', lowerStack: 'missing' }), {
      preview: true,
    });
    const deploying = await recordProgram(argumentsOf(prod, { lowerStack: 'missing' }), { preview: true });
    const keys = Object.keys(provider(deploying) ?? {}).sort();
    expect(keys).toEqual([
      'allowedAccountIds',
      'assumeRoles',
      'defaultTags',
      'region',
      'skipCredentialsValidation',
      'skipRegionValidation',
    ]);
    expect(String(provider(reading)?.['assumeRoles'])).toContain('role/payments-spoke-read');
    const others = ({ resources }: Recording) => resources.filter(({ type }) => !type.startsWith('pulumi:'));
    expect(others(reading)).toEqual(others(deploying));
  });
});

describe('R35: a preview shows every policy completely', () => {
  test('R35: with nothing created yet, no policy and no name is unknown', async () => {
    for (const settings of configuration.environments) {
      const lowerStack = settings.promotesFrom === undefined ? 'none' : 'missing';
      const { resources } = await recordProgram(argumentsOf(settings, { lowerStack }), { preview: true });
      const documents = resources.flatMap(({ type, name, inputs }) =>
        Object.entries(inputs)
          .filter(([property]) => /policy$/i.test(property) || property === 'name')
          .map(([property, value]) => [`${type} ${name}.${property}`, value] as const),
      );
      expect(documents.length).toBeGreaterThan(25);
      for (const [where, value] of documents) expect([where, value]).not.toEqual([where, unknownText]);
    }
  });
});
