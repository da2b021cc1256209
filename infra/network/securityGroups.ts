import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

const https = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };

export interface SecurityGroups {
  /** Of the function: nothing comes in, HTTPS goes out to the two endpoints. */
  readonly function: aws.ec2.SecurityGroup;
  /** Of the interface endpoint: HTTPS comes in from the function, nothing goes out. */
  readonly endpoint: aws.ec2.SecurityGroup;
  /** Makes the rules, once the gateway endpoint has told its prefix list. */
  connect(dynamodbPrefixListId: pulumi.Output<string>): readonly pulumi.Resource[];
}

/** Groups without inline rules: each rule is a resource, so that one added by hand shows as an addition of its own. */
export function createSecurityGroups(
  name: string,
  { namePrefix, vpcId }: { readonly namePrefix: string; readonly vpcId: pulumi.Output<string> },
  parent: pulumi.Resource,
): SecurityGroups {
  const functionGroup = new aws.ec2.SecurityGroup(
    `${name}-function`,
    { vpcId, name: `${namePrefix}-function`, description: 'The payment function: out to its two endpoints only' },
    { parent },
  );
  const endpoint = new aws.ec2.SecurityGroup(
    `${name}-endpoint`,
    { vpcId, name: `${namePrefix}-endpoint`, description: 'The SNS endpoint: in from the payment function only' },
    { parent },
  );
  return {
    function: functionGroup,
    endpoint,
    connect: (prefixListId) => [
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-function-to-dynamodb`,
        {
          securityGroupId: functionGroup.id,
          prefixListId,
          description: 'DynamoDB through the gateway endpoint',
          ...https,
        },
        { parent },
      ),
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-function-to-sns`,
        {
          securityGroupId: functionGroup.id,
          referencedSecurityGroupId: endpoint.id,
          description: 'SNS through the interface endpoint',
          ...https,
        },
        { parent },
      ),
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-endpoint-from-function`,
        {
          securityGroupId: endpoint.id,
          referencedSecurityGroupId: functionGroup.id,
          description: 'HTTPS from the payment function',
          ...https,
        },
        { parent },
      ),
    ],
  };
}
