import { defaultWorkflows, type Landscape } from '../../../infra/bootstrap/landscape.ts';
import { allRoles, type Role } from '../../../infra/bootstrap/roles.ts';

export const dev = { environment: 'dev', account: '111111111111', region: 'us-east-1' };
export const staging = { environment: 'staging', account: '222222222222', region: 'us-west-2', promotesFrom: 'dev' };
export const prod = { environment: 'prod', account: '333333333333', region: 'eu-west-1', promotesFrom: 'staging' };

export const landscape: Landscape = {
  environments: [dev, staging, prod],
  repository: { owner: 'acme', name: 'payments', ids: { owner: '7001', repository: '9001' } },
  workflows: defaultWorkflows,
};

export function role(name: string, account = prod.account): Role {
  const found = allRoles(landscape).find((it) => it.name === name && it.account === account);
  if (found === undefined) throw new Error(`no role ${name} in ${account}`);
  return found;
}
