import type { ResourceType } from '../resourceType.ts';
import { defaultSecurityGroup } from './defaultSecurityGroup.ts';
import { routeTable } from './routeTable.ts';
import { routeTableAssociation } from './routeTableAssociation.ts';
import { securityGroup } from './securityGroup.ts';
import { securityGroupEgressRule, securityGroupIngressRule } from './securityGroupRule.ts';
import { subnet } from './subnet.ts';
import { vpc } from './vpc.ts';
import { vpcEndpoint } from './vpcEndpoint.ts';

export const resourceTypes: readonly ResourceType[] = [
  vpc,
  subnet,
  routeTable,
  routeTableAssociation,
  vpcEndpoint,
  securityGroup,
  securityGroupIngressRule,
  securityGroupEgressRule,
  defaultSecurityGroup,
];
