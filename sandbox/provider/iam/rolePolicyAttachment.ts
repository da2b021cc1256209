import { AttachRolePolicyCommand, DetachRolePolicyCommand, GetPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { orNull, refusal } from '../absence.ts';
import { requiredText } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { attachedTo } from './rolePolicies.ts';

const missing = ['NoSuchEntityException', 'NoSuchEntity'];

export const rolePolicyAttachment: ResourceType = {
  token: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
  required: ['policyArn', 'role'],
  replaceOn: ['policyArn', 'role'],
  served: ['policyArn', 'role'],
  source: 'internal/service/iam/role_policy_attachment.go, schema',
  computed: [],
  check(inputs) {
    const arn = inputs['policyArn'];
    return typeof arn === 'string' && !/^arn:[\w-]+:iam::(\d{12}|aws):policy\/.+/.test(arn)
      ? [['policyArn', `expected the ARN of a policy, got "${arn}"`]]
      : [];
  },
  async create(inputs, session) {
    const RoleName = requiredText(inputs, 'role');
    const PolicyArn = requiredText(inputs, 'policyArn');
    await refuseUnknownPolicy(PolicyArn, session);
    await session.client(IAMClient).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const id = `${RoleName}/${PolicyArn}`;
    return existing(id, read(id, inputs, session));
  },
  read,
  update: async () => {
    throw new TypeError('every property of an attachment replaces it');
  },
  async delete(id, _outputs, session) {
    const [RoleName, PolicyArn] = parts(id);
    await orNull(missing, () => session.client(IAMClient).send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
  },
};

/** The emulator attaches policies that do not exist. AWS's own are left to it: roles may not read those. */
async function refuseUnknownPolicy(PolicyArn: string, session: Session): Promise<void> {
  if (!PolicyArn.includes(`::${session.account}:`)) return;
  const policy = await orNull(missing, () => session.client(IAMClient).send(new GetPolicyCommand({ PolicyArn })));
  if (policy === null) throw refusal('NoSuchEntity', `Policy ${PolicyArn} does not exist or is not attachable.`);
}

function parts(id: string): [role: string, policyArn: string] {
  const at = id.indexOf('/');
  if (at < 1) throw new TypeError(`expected ROLE/POLICY_ARN, got "${id}"`);
  return [id.slice(0, at), id.slice(at + 1)];
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const [role, policyArn] = parts(id);
  const attached = await orNull(missing, () => attachedTo(role, session));
  if (attached === null || !attached.includes(policyArn)) return null;
  return readBack({}, known, { id, inputs: { role, policyArn }, computed: {} });
}
