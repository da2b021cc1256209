import { describe, expect, test } from '@jest/globals';

import { allow, deny, policy } from '../../../infra/bootstrap/document.ts';
import { entryRoles } from '../../../infra/bootstrap/roles.ts';
import { judgedByEmulator, trustJudgedByEmulator } from '../../../sandbox/emulatorGaps.ts';
import { landscape } from '../bootstrap/landscape.ts';

describe('documents on their way into the emulator', () => {
  test('R37: a condition that it judges stays, one that it never sees goes', () => {
    const region = { 'aws:RequestedRegion': 'eu-west-1' };
    const given = policy(
      allow('Maps', ['lambda:CreateEventSourceMapping'], ['*'], {
        StringEquals: region,
        ArnLike: { 'lambda:FunctionArn': ['arn:x'] },
      }),
      allow('Roles', ['iam:CreateRole'], ['arn:role'], { StringEquals: { 'iam:PermissionsBoundary': 'arn:b' } }),
    );
    expect(judgedByEmulator(given).Statement).toEqual([
      {
        Sid: 'Maps',
        Effect: 'Allow',
        Action: ['lambda:CreateEventSourceMapping'],
        Resource: ['*'],
        Condition: { StringEquals: region },
      },
      { Sid: 'Roles', Effect: 'Allow', Action: ['iam:CreateRole'], Resource: ['arn:role'] },
    ]);
  });

  test('R37: an action whose resource it cannot name is allowed on all, the others of the statement are not', () => {
    const given = policy(allow('Sns', ['sns:CreateTopic', 'sns:TagResource'], ['arn:topic']));
    expect(judgedByEmulator(given).Statement).toEqual([
      { Sid: 'Sns', Effect: 'Allow', Action: ['sns:CreateTopic'], Resource: ['arn:topic'] },
      { Sid: 'SnsNameless', Effect: 'Allow', Action: ['sns:TagResource'], Resource: ['*'] },
    ]);
  });

  test('R37: an action that it takes for another one is allowed under that name too', () => {
    const given = policy(allow('Aliases', ['lambda:CreateAlias', 'lambda:UpdateAlias'], ['arn:function']));
    expect(judgedByEmulator(given).Statement[0]?.Action).toEqual([
      'lambda:CreateAlias',
      'lambda:UpdateAlias',
      'lambda:ListAliases',
    ]);
  });

  test('R37: a denial is kept whole or left out, never widened', () => {
    const whole = deny('Whole', ['sns:TagResource'], ['arn:topic']);
    const unseen = deny('Unseen', ['kms:PutKeyPolicy'], ['*'], {
      'ForAnyValue:StringLike': { 'kms:ResourceAliases': ['alias/x'] },
    });
    expect(judgedByEmulator(policy(whole, unseen)).Statement).toEqual([whole]);
  });

  test('R37: of a trust document audience and subject stay', () => {
    for (const { trust } of entryRoles(landscape)) {
      const keys = trustJudgedByEmulator(trust).Statement.flatMap(({ Condition }) =>
        Object.keys(Condition?.StringEquals ?? {}),
      );
      expect(keys).toEqual(['token.actions.githubusercontent.com:aud', 'token.actions.githubusercontent.com:sub']);
    }
  });
});
