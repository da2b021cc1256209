import { describe, expect, test } from '@jest/globals';
import { readEnvironment } from '../../../sandbox/provider/callerEnvironment.ts';
import { diffConfiguration, parseSettings } from '../../../sandbox/provider/configuration.ts';

describe('R11: the settings of a provider instance', () => {
  test('R11: nested values come as JSON in a text', () => {
    const settings = parseSettings({
      region: 'eu-west-1',
      version: '7.48.0',
      skipCredentialsValidation: 'true',
      allowedAccountIds: '["333333333333"]',
      assumeRoles: '[{"roleArn":"arn:aws:iam::333333333333:role/deploy","sessionName":"me"}]',
      defaultTags: '{"tags":{"Project":"payments"}}',
    });
    expect(settings).toEqual({
      region: 'eu-west-1',
      allowedAccountIds: ['333333333333'],
      forbiddenAccountIds: [],
      assumeRoles: [{ roleArn: 'arn:aws:iam::333333333333:role/deploy', sessionName: 'me' }],
      defaultTags: { tags: { Project: 'payments' } },
    });
  });

  test('R11: every setting that is wrong or not served is named', () => {
    const parse = () => parseSettings({ allowedAccountIds: 'no list', profile: 'mine' });
    expect(parse).toThrow(/region: .*allowedAccountIds: .*profile/);
  });

  test('R11: another role or account keeps all resources, another region replaces them', () => {
    const before = { region: 'us-east-1', assumeRoles: '[{"roleArn":"a"}]' };
    const changed = (now: object) =>
      diffConfiguration(before, { ...before, ...now }).map(({ property, replaces }) => [property, replaces]);
    expect(changed({ assumeRoles: '[{"roleArn":"b"}]' })).toEqual([['assumeRoles[0].roleArn', false]]);
    expect(changed({ region: 'us-west-2' })).toEqual([['region', true]]);
    expect(changed({})).toEqual([]);
  });

  test.each(['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])(
    'R37: without %s nothing is ever sent anywhere',
    (name) => {
      const whole = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
      expect(() => readEnvironment({ ...whole, [name]: '' })).toThrow(`the sandbox's provider needs ${name}`);
    },
  );
});
