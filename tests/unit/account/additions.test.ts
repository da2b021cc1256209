import { describe, expect, test } from '@jest/globals';
import { atOnce } from '../../../pipeline/account/additions/atOnce.ts';
import { declaresInline, keyOf } from '../../../pipeline/account/additions/reader.ts';
import { readActions, readers } from '../../../pipeline/account/additions/readers.ts';
import { regionOf } from '../../../pipeline/observeBeside.ts';
import { role } from '../bootstrap/landscape.ts';

test('R40: the roles that look may make every read that the search for additions makes', () => {
  // In the hub, where all of them are needed.
  const looking = ['payments-spoke-read', 'payments-spoke-inspect'];
  const policies = looking.flatMap((name) => Object.values(role(name, '333333333333').policies));
  const granted = policies.flatMap(({ Statement }) =>
    Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action),
  );
  const isGranted = (action: string) =>
    granted.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'u').test(action));
  expect(readActions.filter((action) => !isGranted(action))).toEqual([]);
});

test('R40: every action is one of a service, and each kind of child is read once for each kind of parent', () => {
  expect(readActions.filter((action) => !/^[a-z0-9]+:(Get|List|Describe)[A-Z]\w+$/u.test(action))).toEqual([]);
  const rows = readers.map(({ parent, child }) => `${parent} ${child}`);
  expect(new Set(rows).size).toBe(rows.length);
});

describe('what is declared inline', () => {
  const resource = (inputs: Record<string, unknown> | null | undefined, outputs: Record<string, unknown> = {}) => ({
    urn: 'urn',
    type: 'aws:ec2/routeTable:RouteTable',
    id: 'rtb-1',
    name: 'table',
    outputs,
    ...(inputs === undefined ? {} : { inputs }),
  });

  test('R40: the inputs say so, also with an empty list; outputs only where there are no inputs', () => {
    expect(declaresInline(resource({ routes: [] }), 'routes')).toBe(true);
    expect(declaresInline(resource({}, { routes: ['seen'] }), 'routes')).toBe(false);
    expect(declaresInline(resource(null, { routes: ['seen'] }), 'routes')).toBe(true);
    expect(declaresInline(resource(undefined, { routes: [] }), 'routes')).toBe(false);
  });
});

test('R40: a key of which a part is not known is not known', () => {
  expect(keyOf('a', 'b')).toBe('a|b');
  expect(keyOf('a', undefined)).toBeUndefined();
});

test('R40: reads run a few at a time, keep their order, and the first failure is the result', async () => {
  let running = 0;
  let most = 0;
  const work = async (item: number) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5 - item));
    running--;
    return item * 2;
  };
  expect(await atOnce(2, [1, 2, 3, 4], work)).toEqual([2, 4, 6, 8]);
  expect(most).toBe(2);
  expect(await atOnce(3, [], work)).toEqual([]);
  await expect(atOnce(2, [1], () => Promise.reject(new Error('denied')))).rejects.toThrow('denied');
});

test('R40: what lies in a second region is looked for there, where its ARN or its bucket says so', () => {
  const where = (outputs: Record<string, unknown>) => regionOf({ outputs });
  expect(where({ arn: 'arn:aws:kms:eu-central-1:333333333333:key/1' })).toBe('eu-central-1');
  expect(where({ arn: 'arn:aws:s3:::payments-state-replica', bucketRegion: 'eu-central-1' })).toBe('eu-central-1');
  // Of a global service, or not recorded: the region of the stack.
  expect(where({ arn: 'arn:aws:iam::333333333333:role/x' })).toBeUndefined();
  expect(where({ arn: 'arn:aws:s3:::payments-state', bucketRegion: '' })).toBeUndefined();
  expect(where({})).toBeUndefined();
});
