import { DeleteRolePolicyCommand, GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { orNull } from '../absence.ts';
import { requiredText, textOf } from '../inputValues.ts';
import { samePolicy } from '../policyDocument.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { policyProblem } from './policyGrammar.ts';

const rules = {
  equal: (property: string, left: unknown, right: unknown) => property === 'policy' && samePolicy(left, right),
};
const missing = ['NoSuchEntityException', 'NoSuchEntity'];

export const rolePolicy: ResourceType = {
  token: 'aws:iam/rolePolicy:RolePolicy',
  required: ['policy', 'role'],
  replaceOn: ['name', 'role'],
  served: ['name', 'policy', 'role'],
  autoname: { property: 'name', maximumLength: 128 },
  ...rules,
  source: 'internal/service/iam/role_policy.go, schema',
  computed: [],
  check(inputs) {
    const policy = textOf(inputs, 'policy');
    const problem = policy === undefined ? null : policyProblem(policy, 'identity');
    return problem === null ? [] : [['policy', problem]];
  },
  create: (inputs, session) => put(requiredText(inputs, 'role'), requiredText(inputs, 'name'), inputs, session),
  read,
  update(id, news, _olds, session) {
    const [role, name] = parts(id);
    return put(role, name, news, session);
  },
  async delete(id, _outputs, session) {
    const [RoleName, PolicyName] = parts(id);
    await orNull(missing, () => session.client(IAMClient).send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
  },
};

/** Create and update are the same call: a policy of that name is overwritten. */
async function put(RoleName: string, PolicyName: string, inputs: Inputs, session: Session): Promise<ReadResult> {
  const PolicyDocument = requiredText(inputs, 'policy');
  await session.client(IAMClient).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  const id = `${RoleName}:${PolicyName}`;
  return existing(id, read(id, inputs, session));
}

function parts(id: string): [role: string, policy: string] {
  const at = id.indexOf(':');
  if (at < 1) throw new TypeError(`expected ROLE:POLICY, got "${id}"`);
  return [id.slice(0, at), id.slice(at + 1)];
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const [RoleName, PolicyName] = parts(id);
  const answer = await orNull(missing, () =>
    session.client(IAMClient).send(new GetRolePolicyCommand({ RoleName, PolicyName })),
  );
  if (answer === null) return null;
  const policy = decodeURIComponent(answer.PolicyDocument ?? '');
  return readBack(rules, known, { id, inputs: { role: RoleName, name: PolicyName, policy }, computed: {} });
}
