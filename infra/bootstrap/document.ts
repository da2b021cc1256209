/** IAM policy documents as plain data. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

interface BucketStatement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition: Condition;
}

/** What a bucket itself refuses, whoever asks. */
interface BucketDenial extends BucketStatement {
  readonly Effect: 'Deny';
  readonly Principal: '*';
}

/** What a service of AWS may do there, on behalf of something of ours. */
interface ServiceAllowance extends BucketStatement {
  readonly Effect: 'Allow';
  readonly Principal: { readonly Service: string };
}

export interface BucketPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly (BucketDenial | ServiceAllowance)[];
}

/** One exact principal per statement: who may become the role. */
export interface TrustStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal:
    { readonly Federated: string } | { readonly AWS: readonly string[] } | { readonly Service: string };
  readonly Action: 'sts:AssumeRoleWithWebIdentity' | 'sts:AssumeRole';
  readonly Condition?: Condition;
}

export interface TrustDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly TrustStatement[];
}

/** How documents are written for an account whose IAM judges less than AWS does. */
export interface DocumentWriters {
  trust(document: TrustDocument): TrustDocument;
  policy(document: PolicyDocument): PolicyDocument;
  bucketPolicy(document: BucketPolicy): BucketPolicy;
}

export const policy = (...statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

export const allow = (
  sid: string,
  action: readonly string[],
  resource: readonly string[],
  condition?: Condition,
): Statement => statement('Allow', sid, action, resource, condition);

export const deny = (
  sid: string,
  action: readonly string[],
  resource: readonly string[],
  condition?: Condition,
): Statement => statement('Deny', sid, action, resource, condition);

function statement(
  effect: Statement['Effect'],
  sid: string,
  action: readonly string[],
  resource: readonly string[],
  condition: Condition | undefined,
): Statement {
  const base = { Sid: sid, Effect: effect, Action: [...action].sort(), Resource: resource };
  return condition === undefined ? base : { ...base, Condition: condition };
}
