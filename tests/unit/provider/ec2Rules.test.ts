/** The parts of the network modules that need no emulator. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contains, overlaps, parseRange, rangeProblem } from '../../../sandbox/provider/ec2/cidr.ts';
import { collapse, expand, sameRules } from '../../../sandbox/provider/ec2/inlineRules.ts';
import { managedRoutes, sameRoutes } from '../../../sandbox/provider/ec2/routes.ts';
import { prefixListOf } from '../../../sandbox/provider/ec2/prefixListOfRule.ts';
import { resourceTypes } from '../../../sandbox/provider/ec2/index.ts';
import { policyProblem } from '../../../sandbox/provider/iam/policyGrammar.ts';
import { readBack, finish } from '../../../sandbox/provider/readBack.ts';

const range = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 })).map(([address, prefixLength]) => {
  const size = 2 ** (32 - prefixLength);
  return { first: Math.floor(address / size) * size, size, prefixLength };
});
const written = ({ first, prefixLength }: { first: number; prefixLength: number }) =>
  `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefixLength}`;

describe('R37: ranges', () => {
  test('R37: every network address is read back to its first and last address', () => {
    fc.assert(
      fc.property(range, ({ first, size, prefixLength }) => {
        expect(parseRange(written({ first, prefixLength }))).toEqual({ first, last: first + size - 1, prefixLength });
      }),
    );
  });

  test('R37: two blocks either lie apart or one holds the other, and both ways agree', () => {
    fc.assert(
      fc.property(range, range, (left, right) => {
        const [one, other] = [parseRange(written(left)), parseRange(written(right))];
        if (one === null || other === null) throw new Error('not parsed');
        expect(overlaps(one, other)).toBe(contains(one, other) || contains(other, one));
        expect(overlaps(one, other)).toBe(overlaps(other, one));
      }),
    );
  });

  test.each(['10.0.0.0', '10.0.0.1/16', '10.0.0.0/33', '256.0.0.0/16', '10.0.0.0/8', '10.0.0.0/29', '::/64'])(
    'R37: %s is no range for a VPC',
    (cidr) => {
      expect(rangeProblem(cidr)).toContain(cidr);
    },
  );
});

describe('R37: inline rules', () => {
  const block = fc.record(
    {
      protocol: fc.constantFrom('tcp', 'udp', '-1'),
      fromPort: fc.constant(0),
      toPort: fc.constant(0),
      cidrBlocks: fc.uniqueArray(fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0'), { minLength: 1 }),
      securityGroups: fc.uniqueArray(fc.constantFrom('sg-1', 'sg-2'), { minLength: 1 }),
      description: fc.constantFrom('one', 'two'),
      self: fc.boolean(),
    },
    { requiredKeys: ['protocol', 'fromPort', 'toPort', 'cidrBlocks', 'self'] },
  );

  test('R37: collected again after they were taken apart they mean the same', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 4 }), (blocks) => {
        expect(sameRules(collapse(expand(blocks, 'sg-own'), 'sg-own'), blocks)).toBe(true);
      }),
    );
  });

  test('R37: order and grouping mean nothing, a missing source does', () => {
    const ports = { protocol: 'tcp', fromPort: 443, toPort: 443 };
    const together = [{ ...ports, cidrBlocks: ['10.0.0.0/16', '10.1.0.0/16'] }];
    const apart = [
      { ...ports, cidrBlocks: ['10.1.0.0/16'] },
      { ...ports, cidrBlocks: ['10.0.0.0/16'] },
    ];
    expect(sameRules(together, apart)).toBe(true);
    expect(sameRules(together, apart.slice(1))).toBe(false);
    expect(sameRules([{ ...ports, protocol: '6', self: true }], [{ ...ports, self: true }])).toBe(true);
  });
});

describe('R40: routes', () => {
  test('R40: what AWS adds by itself is not managed, everything else is', () => {
    expect(
      managedRoutes([
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable' },
        { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1', Origin: 'CreateRoute' },
        { DestinationCidrBlock: '10.9.0.0/16', GatewayId: 'vgw-1', Origin: 'EnableVgwRoutePropagation' },
        { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1', Origin: 'CreateRoute' },
        { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vpce-2', Origin: 'CreateRoute' },
        { DestinationCidrBlock: '10.8.0.0/16', VpcPeeringConnectionId: 'pcx-1', Origin: 'CreateRoute' },
      ]),
    ).toEqual([
      { ipv6CidrBlock: '::/0', egressOnlyGatewayId: 'eigw-1' },
      { cidrBlock: '0.0.0.0/0', vpcEndpointId: 'vpce-2' },
      { cidrBlock: '10.8.0.0/16', vpcPeeringConnectionId: 'pcx-1' },
    ]);
  });

  test('R37: order and empty texts mean nothing', () => {
    const [one, other] = [
      { cidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' },
      { cidrBlock: '10.0.0.0/8', natGatewayId: 'nat-1' },
    ];
    expect(sameRoutes([one, other], [other, { ...one, natGatewayId: '' }])).toBe(true);
    expect(sameRoutes([one], [{ ...one, gatewayId: 'igw-2' }])).toBe(false);
  });
});

describe('R33: the prefix list of a rule', () => {
  const rule = {
    IsEgress: true,
    IpProtocol: 'tcp',
    FromPort: 443,
    ToPort: 443,
    GroupOwnerId: '1',
    Description: 'DynamoDB',
  };
  const group = (...lists: string[]) => ({
    IpPermissionsEgress: [
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        PrefixListIds: lists.map((PrefixListId) => ({ PrefixListId, Description: 'DynamoDB' })),
      },
      {
        IpProtocol: 'tcp',
        FromPort: 80,
        ToPort: 80,
        PrefixListIds: [{ PrefixListId: 'pl-other', Description: 'DynamoDB' }],
      },
    ],
  });

  test('R33: is what the group holds, never just what is known', () => {
    expect(prefixListOf(rule, group('pl-1'), undefined)).toBe('pl-1');
    expect(prefixListOf(rule, group('pl-1', 'pl-2'), 'pl-2')).toBe('pl-2');
    expect(prefixListOf(rule, group('pl-1'), 'pl-2')).toBe('pl-1');
    expect(prefixListOf(rule, group(), 'pl-2')).toBeUndefined();
    expect(prefixListOf({ ...rule, CidrIpv4: '10.0.0.0/8' }, group('pl-1'), 'pl-1')).toBeUndefined();
    expect(prefixListOf({ ...rule, PrefixListId: 'pl-told' }, null, 'pl-1')).toBe('pl-told');
  });
});

describe('R37: policies', () => {
  const one = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
  const whole = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  test.each([
    [one(whole), 'identity', null],
    [one([{ ...whole, Principal: '*' }]), 'resource', null],
    [one({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '1' } }), 'trust', null],
    [one({ ...whole, Principal: '*' }), 'identity', 'must not name a Principal'],
    [one(whole), 'resource', 'exactly one of Principal, NotPrincipal'],
    [one({ ...whole, Principal: '*' }), 'trust', 'must not name a Resource'],
    [one({ ...whole, Actions: 's3:*' }), 'identity', 'no element Actions'],
    [one({ ...whole, NotAction: 's3:*' }), 'identity', 'exactly one of Action, NotAction'],
    [JSON.stringify({ Version: '2012', Statement: whole }), 'identity', 'version "2012" is not supported'],
    ['[]', 'identity', 'invalid JSON policy'],
  ] as const)('R37: %s as %s policy: %s', (text, kind, problem) => {
    if (problem === null) expect(policyProblem(text, kind)).toBeNull();
    else expect(policyProblem(text, kind)).toContain(problem);
  });
});

describe('R7: reading back', () => {
  const rules = {
    optionalComputed: ['zone'],
    sets: ['list'],
    equal: (_: string, left: unknown, right: unknown) => String(left).toLowerCase() === String(right).toLowerCase(),
  };
  const observed = {
    id: 'x',
    inputs: { zone: 'a', list: ['1', '2'], name: 'NAME', extra: 'hand', gone: undefined, none: [] },
    computed: { arn: 'arn' },
  };

  test('R7: takes values from the account and only their wording from what is known', () => {
    const known = { list: ['2', '1'], name: 'name', gone: 'was here' };
    const found = readBack(rules, known, observed);
    expect(found.inputs).toEqual({ list: ['2', '1'], name: 'name', extra: 'hand' });
    expect(found.outputs).toMatchObject({ zone: 'a', arn: 'arn' });
  });

  test('R7: takes everything over on import', () => {
    expect(readBack(rules, {}, observed).inputs).toEqual({
      zone: 'a',
      list: ['1', '2'],
      name: 'NAME',
      extra: 'hand',
      none: [],
    });
  });

  test('R36: a resource that was made and could not be finished is not lost', async () => {
    const steps = () => Promise.reject(new Error('denied'));
    await expect(finish('vpc-1', steps)).rejects.toMatchObject({ name: 'CreatedIncompletely', id: 'vpc-1' });
  });
});

test('R37: every type says where its rules stand in the real provider', () => {
  for (const type of resourceTypes)
    expect([type.token, type.source]).toEqual([type.token, expect.stringMatching(/^internal\/service\/ec2\/.*\.go/)]);
});
