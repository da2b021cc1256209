import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { requireEnvironment } from '../../pipeline/configuration/index.ts';
import { argumentsOf, configuration, recordEnvironments, recordProgram } from './environments.ts';
import { unknownText } from './recording.ts';

const staging = requireEnvironment(configuration, 'staging');

/** Notes of a preview; without an engine Pulumi prints them. */
let notes = jest.spyOn(console, 'log');

beforeEach(() => {
  notes.mockRestore();
  notes = jest.spyOn(console, 'log').mockImplementation(() => undefined);
});

describe('R6: the table ARN goes from each environment to the next higher one', () => {
  test('R6: each stack exports the lineage that it was built on', async () => {
    const recordings = await recordEnvironments();
    const table = '<aws:dynamodb/table:Table::payments-table.arn>';
    expect([...recordings.values()].map(({ outputs }) => outputs['lineage'])).toEqual([
      [],
      [{ environment: 'dev', tableArn: table }],
      [
        { environment: 'dev', tableArn: table },
        { environment: 'staging', tableArn: table },
      ],
    ]);
  });

  test('R6: in a preview a missing stack below is unknown and nothing is asked of it', async () => {
    const { outputs, resources } = await recordProgram(argumentsOf(staging, { lowerStack: 'missing' }), {
      preview: true,
    });
    expect([outputs['lineage'], outputs['comparisonReport']]).toEqual([unknownText, unknownText]);
    expect(outputs['configuration']).toMatchObject({ environment: 'staging' });
    expect(resources).toHaveLength(46);
    expect(notes.mock.calls.flat()).toEqual([
      expect.stringContaining('dev has no stack yet: what comes from it is unknown'),
    ]);
  });

  test('R6: in a preview a missing output of the stack below is unknown', async () => {
    const stacks = { 'organization/payments/dev': { configuration: { environment: 'dev' } } };
    const { outputs } = await recordProgram(argumentsOf(staging), { preview: true, stacks });
    expect(outputs['lineage']).toBe(unknownText);
    expect(outputs['comparisonReport']).toMatchObject({ environment: 'staging', against: 'dev' });
    expect(notes.mock.calls.flat()).toContainEqual(expect.stringContaining('dev has no output tableArn yet'));
  });

  test('R6: in an update a missing stack below is an error', async () => {
    await expect(recordProgram(argumentsOf(staging, { lowerStack: 'missing' }))).rejects.toThrow(
      'the stack of dev does not exist: deploy dev first',
    );
  });

  test('R6: in an update a missing output of the stack below is an error', () => {
    const script = fileURLToPath(new URL('updateWithoutOutput.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect(stderr).toContain("Required output 'tableArn' does not exist on stack 'organization/payments/dev'.");
    expect(status).toBe(1);
  });
});

describe('R10: the comparison report of a stack', () => {
  test('R10: names every setting in which the environment differs from the one below, and nothing else', async () => {
    const report = (await recordEnvironments()).get('prod')?.outputs['comparisonReport'] as {
      differences: readonly { path: string; lower: unknown; this: unknown }[];
    };
    expect(report).toMatchObject({ environment: 'prod', against: 'staging' });
    const differences = Object.fromEntries(
      report.differences.map(({ path, ...sides }) => [path, [sides.lower, sides.this]]),
    );
    expect(differences).toMatchObject({
      account: ['222222222222', '333333333333'],
      asyncRetries: [1, 2],
      memory: [1024, 2048],
      receiveCount: [6, 8],
      reservedConcurrency: [10, 100],
      'gate.requireApproval': [false, true],
    });
    const [lower, own] = ['staging', 'prod'].map((name) => requireEnvironment(configuration, name));
    const same = Object.keys(own ?? {}).filter(
      (key) => JSON.stringify(own?.[key as 'memory']) === JSON.stringify(lower?.[key as 'memory']),
    );
    expect(same).toContain('pointInTimeRecovery');
    for (const key of same) expect(Object.keys(differences)).not.toContain(key);
  });

  test('R10: the lowest environment has none', async () => {
    expect((await recordEnvironments()).get('dev')?.outputs).not.toHaveProperty('comparisonReport');
  });
});
