export interface NetworkArgs {
  /** What the names of everything in the network begin with, for instance `payments-dev`. */
  readonly namePrefix: string;
  /** Region in which the network is made; endpoint services are named by it. */
  readonly region: string;
  /** Account that owns the table and the topic; callers of other accounts are refused by the endpoints. */
  readonly account: string;
  /** Range of the VPC, /16 to /26. Each subnet takes a quarter of it. */
  readonly vpcCidr: string;
  /** Availability zone ids, one subnet each; at most four. */
  readonly zoneIds: readonly string[];
  /** ARN of the one table that the DynamoDB endpoint lets through, with its indexes. */
  readonly tableArn: string;
  /** ARN of the one topic that the SNS endpoint lets through. */
  readonly topicArn: string;
}
