import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  AddRoleToInstanceProfileCommand,
  CreatePolicyVersionCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { resourceTypes } from '../../../sandbox/provider/iam/index.ts';
import { account, emulatedAccount, engineFor, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let iam: IAMClient;

beforeAll(async () => {
  aws = await emulatedAccount({ 'payments:environment': 'staging' });
  iam = aws.client(IAMClient);
}, 60_000);
afterAll(() => aws.close());

const engine = (name: string) => {
  const type = resourceTypes.find(({ token }) => token.endsWith(`:${name}`));
  if (type === undefined) throw new Error(`no type ${name}`);
  return engineFor(type, aws.session);
};

const document = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const trust = (service = 'lambda.amazonaws.com') =>
  document({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' });
const allow = (...Action: string[]) => document({ Effect: 'Allow', Action, Resource: '*' });

describe('R37: a role', () => {
  test('R37: reads back as it was made, and shows every change by hand', async () => {
    const [role, policy] = [engine('Role'), engine('Policy')];
    const boundary = await policy.create({ name: 'boundary', policy: allow('s3:*') });
    const program = { name: 'one', assumeRolePolicy: trust(), description: 'first', permissionsBoundary: boundary.id };
    const made = await role.create(program);
    expect(made.outputs).toMatchObject({
      arn: `arn:aws:iam::${account}:role/one`,
      path: '/',
      maxSessionDuration: 3600,
    });
    expect(await role.drift(made)).toEqual([]);
    const RoleName = made.id;
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust('ec2.amazonaws.com') }));
    await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200, Description: 'by hand' }));
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'by', Value: 'hand' }] }));
    expect(await role.drift(made)).toEqual([
      'assumeRolePolicy',
      'description',
      'maxSessionDuration',
      'tags',
      'tagsAll.by',
    ]);
    expect(await role.drift(await role.update(made, program))).toEqual([]);
    const { permissionsBoundary: _gone, ...without } = program;
    const unbound = await role.update(made, without);
    expect(unbound.outputs['permissionsBoundary']).toBeUndefined();
    expect(await role.drift(unbound)).toEqual([]);
    await role.remove(unbound);
    expect(await role.drift(unbound)).toBeNull();
    await policy.remove(boundary);
  });

  test('R37: keeps the wording of a trust policy that means the same', async () => {
    const role = engine('Role');
    const made = await role.create({ name: 'wording', assumeRolePolicy: trust() });
    const statement = { Action: ['sts:AssumeRole'], Principal: { Service: ['lambda.amazonaws.com'] }, Effect: 'Allow' };
    const PolicyDocument = JSON.stringify({ Statement: [statement], Version: '2012-10-17' }, null, 2);
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: made.id, PolicyDocument }));
    expect(await role.drift(made)).toEqual([]);
    expect((await role.refreshed(made))?.inputs['assumeRolePolicy']).toBe(trust());
    await role.remove(made);
  });

  test('R37: is replaced for another name or path and refuses what is no trust policy', async () => {
    const role = engine('Role');
    const made = await role.create({ assumeRolePolicy: trust() });
    expect(made.id).toMatch(/^test-[0-9a-f]{7}$/);
    const planned = (change: object) => role.planned(made, { assumeRolePolicy: trust(), ...change });
    expect(planned({ name: 'another' })).toEqual(['name!']);
    expect(planned({ path: '/other/' })).toEqual(['path!']);
    expect(planned({ maxSessionDuration: 7200 })).toEqual(['maxSessionDuration']);
    expect(() => role.checked({ assumeRolePolicy: allow('s3:*') })).toThrow('exactly one of Principal, NotPrincipal');
    expect(() => role.checked({ assumeRolePolicy: 'none' })).toThrow('contains an invalid JSON policy');
    expect(() => role.checked({ assumeRolePolicy: trust(), managedPolicyArns: [] })).toThrow('does not serve');
    await expect(role.create({ assumeRolePolicy: trust(), maxSessionDuration: 60 })).rejects.toThrow(
      'maxSessionDuration',
    );
    await role.remove(made);
  });

  test('R37: is deleted with the policies it was seen with and with its instance profiles, and not with newer ones', async () => {
    const role = engine('Role');
    const made = await role.create({ name: 'doomed', assumeRolePolicy: trust() });
    const RoleName = made.id;
    const managed = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'extra', PolicyDocument: allow('s3:*') }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: managed }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'profile' }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'profile', RoleName }));
    await expect(role.remove(made)).rejects.toMatchObject({ name: expect.stringContaining('DeleteConflict') });
    const seen = await role.refreshed(made);
    expect(seen?.outputs).toMatchObject({ managedPolicyArns: [managed], inlinePolicies: [{ name: 'extra' }] });
    await role.remove({ ...made, outputs: seen?.outputs ?? {} });
    expect(await role.drift(made)).toBeNull();
  });
});

describe('R37: policies of a role', () => {
  test('R40: an inline policy that was widened or deleted by hand shows, and is put right', async () => {
    const [role, inline] = [engine('Role'), engine('RolePolicy')];
    const owner = await role.create({ name: 'owner', assumeRolePolicy: trust() });
    const program = { name: 'payments', role: owner.id, policy: allow('s3:GetObject') };
    const made = await inline.create(program);
    expect(made.id).toBe('owner:payments');
    expect(await inline.drift(made)).toEqual([]);
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'owner', PolicyName: 'payments', PolicyDocument: allow('s3:*') }),
    );
    expect(await inline.drift(made)).toEqual(['policy']);
    expect(await inline.drift(await inline.update(made, program))).toEqual([]);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'owner', PolicyName: 'payments' }));
    expect(await inline.drift(made)).toBeNull();
    await inline.remove(made);
    for (const property of ['name', 'role'])
      expect(inline.planned(made, { ...program, [property]: 'x' })).toEqual([`${property}!`]);
    expect(() => inline.checked({ ...program, policy: trust() })).toThrow('must not name a Principal');
    await expect(inline.create({ ...program, role: 'nobody' })).rejects.toMatchObject({
      name: expect.stringContaining('NoSuchEntity'),
    });
    await role.remove(owner);
  });

  test('R40: an attachment that was taken away by hand is gone, and one to an unknown policy is refused', async () => {
    const [role, attachment] = [engine('Role'), engine('RolePolicyAttachment')];
    const owner = await role.create({ name: 'attached', assumeRolePolicy: trust() });
    const program = { role: owner.id, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    const made = await attachment.create(program);
    expect(await attachment.drift(made)).toEqual([]);
    await iam.send(new DetachRolePolicyCommand({ RoleName: owner.id, PolicyArn: program.policyArn }));
    expect(await attachment.drift(made)).toBeNull();
    await attachment.remove(made);
    expect(attachment.planned(made, { ...program, role: 'x' })).toEqual(['role!']);
    const other = 'arn:aws:iam::aws:policy/AdministratorAccess';
    expect(attachment.planned(made, { ...program, policyArn: other })).toEqual(['policyArn!']);
    const unknown = attachment.create({ ...program, policyArn: `arn:aws:iam::${account}:policy/none` });
    await expect(unknown).rejects.toMatchObject({ name: 'NoSuchEntity' });
    expect(() => attachment.checked({ ...program, policyArn: 'ReadOnlyAccess' })).toThrow(
      'expected the ARN of a policy',
    );
    await role.remove(owner);
  });
});

describe('R37: a managed policy', () => {
  test('R37: gets a new version for each change, five at most, and the oldest makes room', async () => {
    const policy = engine('Policy');
    let made = await policy.create({ name: 'versions', policy: allow('s3:A') });
    for (const action of ['s3:B', 's3:C', 's3:D', 's3:E', 's3:F']) {
      made = await policy.update(made, { name: 'versions', policy: allow(action) });
      expect(await policy.drift(made)).toEqual([]);
    }
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: made.id }));
    expect(Versions?.map(({ VersionId }) => VersionId).sort()).toEqual(['v2', 'v3', 'v4', 'v5', 'v6']);
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: made.id, VersionId: 'v6' }));
    expect(PolicyVersion?.IsDefaultVersion).toBe(true);
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(allow('s3:F'));
    await policy.remove(made);
    expect(await policy.drift(made)).toBeNull();
  });

  test('R40: shows a version put by hand, is replaced for name, path and description', async () => {
    const policy = engine('Policy');
    const program = { name: 'handmade', policy: allow('s3:A'), tags: { team: 'payments' } };
    const made = await policy.create(program);
    const PolicyDocument = allow('*');
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: made.id, PolicyDocument, SetAsDefault: true }));
    expect(await policy.drift(made)).toEqual(['policy']);
    const healed = await policy.update(made, { ...program, tags: { team: 'platform' } });
    expect(await policy.drift(healed)).toEqual([]);
    expect(healed.outputs['tagsAll']).toEqual({ 'payments:environment': 'staging', team: 'platform' });
    const planned = (change: object) => policy.planned(made, { ...program, ...change });
    expect(planned({ name: 'x' })).toEqual(['name!']);
    expect(planned({ path: '/x/' })).toEqual(['path!']);
    expect(planned({ description: 'x' })).toEqual(['description!']);
    expect(() =>
      policy.checked({ ...program, policy: document({ Effect: 'Perhaps', Action: '*', Resource: '*' }) }),
    ).toThrow('Effect');
    await policy.remove(healed);
  });
});

describe('R15: an OIDC provider', () => {
  const program = { url: 'https://token.actions.githubusercontent.com', clientIdLists: ['sts.amazonaws.com'] };

  test('R15: reads back as it was made, whatever the order of its audiences, and changes them without a new ARN', async () => {
    const provider = engine('OpenIdConnectProvider');
    const made = await provider.create(program);
    expect(made.id).toBe(`arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`);
    expect(await provider.drift(made)).toEqual([]);
    const next = { ...program, clientIdLists: ['other', 'sts.amazonaws.com'], tags: { why: 'test' } };
    const changed = await provider.update(made, next);
    expect(changed.id).toBe(made.id);
    expect(await provider.drift(changed)).toEqual([]);
    expect(provider.planned(changed, { ...next, clientIdLists: ['sts.amazonaws.com', 'other'] })).toEqual([]);
    expect(provider.planned(changed, { ...next, url: 'https://elsewhere.example' })).toEqual(['url!']);
    await expect(provider.create(program)).rejects.toMatchObject({
      name: expect.stringContaining('EntityAlreadyExists'),
    });
    await provider.remove(changed);
    expect(await provider.drift(changed)).toBeNull();
    await provider.remove(changed);
  });

  test('R15: refuses an address without https and thumbprints of another length', () => {
    const provider = engine('OpenIdConnectProvider');
    expect(() => provider.checked({ ...program, url: 'http://token.actions.githubusercontent.com' })).toThrow(
      'url: must begin',
    );
    expect(() => provider.checked({ ...program, thumbprintLists: ['abc'] })).toThrow('thumbprintLists: expected 40');
  });
});
