/**
 * EC2 makes up the ids of a network, so that nothing but tags says whose it is. AWS judges a call on each resource that it names; which
 * these are, and which conditions each of them has:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
import type { Place } from '../names.ts';
import { scope, tagged, type Scope } from './scope.ts';

const madeInVpc = ['ec2:CreateRouteTable', 'ec2:CreateSecurityGroup', 'ec2:CreateSubnet', 'ec2:CreateVpcEndpoint'];
const made = ['ec2:CreateVpc', ...madeInVpc];
const opening = ['ec2:AuthorizeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress'];

/** On resources that carry our tag, and on no others. */
const onOwned = [
  ...madeInVpc,
  ...opening,
  ...['ec2:AssociateRouteTable', 'ec2:DisassociateRouteTable', 'ec2:ReplaceRouteTableAssociation'],
  ...['ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:ReplaceRoute'],
  ...['ec2:CreateTags', 'ec2:DeleteTags'],
  ...['ec2:DeleteRouteTable', 'ec2:DeleteSecurityGroup', 'ec2:DeleteSubnet', 'ec2:DeleteVpc', 'ec2:DeleteVpcEndpoints'],
  ...['ec2:ModifySubnetAttribute', 'ec2:ModifyVpcAttribute', 'ec2:ModifyVpcEndpoint', 'ec2:ModifySecurityGroupRules'],
];

export function networkScopes(place: Place): readonly Scope[] {
  const { account, region } = place;
  const { owned, marked, unowned } = tagged(place);
  const inRegion = { 'aws:RequestedRegion': region };
  const each = (...types: readonly string[]) => types.map((type) => `arn:aws:ec2:${region}:${account}:${type}/*`);
  return [
    // What is new has the tags of the request; the VPC that it is made in has none of these, and has to be ours.
    scope('Ec2New', made, ['*'], { StringEquals: { ...inRegion, ...marked } }),
    scope('Ec2Owned', onOwned, ['*'], { StringEquals: { ...inRegion, ...owned } }),
    // Whose a rule is says its group, which AWS judges as well. A list of AWS's own is where the function may go to.
    scope(
      'Ec2Rules',
      [...opening, 'ec2:ModifySecurityGroupRules'],
      [...each('security-group-rule'), `arn:aws:ec2:${region}:aws:prefix-list/*`],
    ),
    // Within a call that makes something, which is judged by itself.
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
    scope('Ec2TagNew', ['ec2:CreateTags'], ['*'], {
      StringEquals: { ...inRegion, ...marked },
      Null: { 'ec2:CreateAction': 'false' },
    }),
    // What is there before it has a tag: the group that AWS gives a VPC, and a rule, which the provider tags afterwards.
    scope('Ec2TagFound', ['ec2:CreateTags'], each('security-group', 'security-group-rule'), {
      StringEquals: marked,
      Null: unowned,
    }),
    // Closing only. The provider empties that group at once after it has tagged it, and a tag may take a moment to be seen.
    scope('Ec2Revoke', ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'], each('security-group'), {
      StringEqualsIfExists: owned,
    }),
    // Lambda leaves its interfaces behind, without any tag. No instance is named, so that none of them loses its own.
    scope('Ec2Interfaces', ['ec2:DeleteNetworkInterface', 'ec2:DetachNetworkInterface'], each('network-interface')),
  ];
}
