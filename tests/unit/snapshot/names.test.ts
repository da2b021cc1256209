import { expect, test } from '@jest/globals';
import { placeholders, type Normalise } from '../../../pipeline/snapshot/placeholders.ts';
import { dev, environments, prod, release, staging, type TestSettings } from './rawPayments.ts';

const normalise = (settings: TestSettings, identities: readonly (readonly [string, string])[] = []): Normalise =>
  placeholders(settings, environments, release, new Map(identities));
const inProd = normalise(prod);

test.each([
  ['names begin with the environment', 'payments-prod-processor', 'payments-${environment}-processor'],
  [
    'so does what is below a path',
    '/aws/lambda/payments-prod-processor',
    '/aws/lambda/payments-${environment}-processor',
  ],
  ['an account is a number', '333333333333', '${account}'],
  ['a region is in every endpoint', 'com.amazonaws.eu-west-1.dynamodb', 'com.amazonaws.${region}.dynamodb'],
  ['a zone is a region and a letter', 'eu-west-1b', '${region}b'],
  ['zone ids differ in each region', 'euw1-az3', '${zone/2}'],
  ['the environment as a word', 'Payments of prod: table', 'Payments of ${environment}: table'],
  ['the release that runs', `sha ${release}`, 'sha ${release}'],
  [
    'an ARN of ours holds three of them',
    'arn:aws:sqs:eu-west-1:333333333333:payments-prod-ingest',
    'arn:aws:sqs:${region}:${account}:payments-${environment}-ingest',
  ],
])('R30: what differs by design is a placeholder: %s', (_, text, expected) => {
  expect(inProd(text)).toBe(expected);
});

test.each([
  ['another account', 'arn:aws:sqs:eu-west-1:999999999999:payments-prod-ingest', '999999999999'],
  ['another region', 'arn:aws:sqs:ap-south-1:333333333333:x', 'ap-south-1'],
  ['a longer number', '3333333333334', '3333333333334'],
  ['a longer region', 'eu-west-12', 'eu-west-12'],
  ['a name that only begins alike', 'payments-production', 'payments-production'],
  ['a path', '/prod/null', '/prod/null'],
  ['a host', 'prod.example.com', 'prod.example.com'],
  ['a part of a word', 'reproduce', 'reproduce'],
])('R30: what is not ours stays as it is: %s', (_, text, kept) => {
  expect(inProd(text)).toContain(kept);
});

test('R30: each environment speaks of the one it promotes from in the same words', () => {
  expect(inProd('arn:aws:dynamodb:us-west-2:222222222222:table/payments-staging-payments')).toBe(
    'arn:aws:dynamodb:${lower.region}:${lower.account}:table/payments-${lower}-payments',
  );
  expect(normalise(staging)('arn:aws:dynamodb:us-east-1:111111111111:table/payments-dev-payments')).toBe(
    'arn:aws:dynamodb:${lower.region}:${lower.account}:table/payments-${lower}-payments',
  );
  expect(inProd('111111111111')).toBe('${lower.lower.account}');
  expect(normalise(dev)('333333333333')).toBe('${upper.upper.account}');
});

test('R30: an id that AWS made up becomes the name of the resource behind it, and an unknown one stays', () => {
  const named = normalise(prod, [
    ['vpc-0a1b2c3d', '${aws:ec2/vpc:Vpc/network}'],
    ['8a6e0804-2bd0-4672-b79d-d97027f9071a', '${aws:kms/key:Key/key}'],
    ['AROAEXAMPLEEXAMPLE01', '${aws:iam/role:Role/function}'],
  ]);
  expect(named('vpc-0a1b2c3d')).toBe('${aws:ec2/vpc:Vpc/network}');
  expect(named('arn:aws:kms:eu-west-1:333333333333:key/8a6e0804-2bd0-4672-b79d-d97027f9071a')).toBe(
    'arn:aws:kms:${region}:${account}:key/${aws:kms/key:Key/key}',
  );
  expect(named('AROAEXAMPLEEXAMPLE01:session')).toBe('${aws:iam/role:Role/function}:session');
  expect(named('vpc-0ffffffff')).toBe('vpc-0ffffffff');
});

test('R30: a text that looks like a placeholder is not taken for one', () => {
  for (const text of ['${environment}', '${account}', '${region}', '${network}', '${unknown}', '${lower.account}']) {
    expect(inProd(text)).toBe(`$${text}`);
  }
  expect(inProd('arn:aws:s3:::bucket/${aws:PrincipalTag/team}')).toBe('arn:aws:s3:::bucket/${aws:PrincipalTag/team}');
});

test('R30: when two environments share an account or a region, each calls its own by the same word', () => {
  const shared = [staging, { ...prod, account: staging.account, region: staging.region }];
  for (const place of shared) {
    const own = placeholders(place, shared, null, new Map());
    expect(own(`${staging.region} ${staging.account}`)).toBe('${region} ${account}');
  }
});

test('R30: a release of a few letters could be an ordinary word and is no placeholder', () => {
  expect(placeholders(prod, environments, 'table', new Map())('the table')).toBe('the table');
});
