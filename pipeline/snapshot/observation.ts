/**
 * One environment, looked at once: what the program wants, what state records, what the account holds. A plain value that
 * is written to a file, moved between runners and compared later.
 */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
export type Properties = Readonly<Record<string, Value>>;

/** What the account said about one resource. */
export type Live =
  | { readonly status: 'present'; readonly properties: Properties }
  | { readonly status: 'missing' }
  | { readonly status: 'unknown'; readonly cause: string };

export interface ObservedResource {
  /** Pulumi type token, for instance `aws:lambda/function:Function`. */
  readonly type: string;
  /** Logical name, the last part of the URN. */
  readonly name: string;
  readonly urn: string;
  readonly physicalId: string | null;
  /** Logical identity without the environment, equal in every environment: parent types, type and name. */
  readonly key: string;
  /** Canonical inputs that the program asks for, or null when the program does not have it. */
  readonly program: Properties | null;
  /** Canonical properties as recorded in state, or null when state does not have it. */
  readonly state: Properties | null;
  readonly live: Live;
  /** A state that is nobody's mistake and passes: an email subscription that awaits confirmation. */
  readonly waiting?: { readonly text: string; /** ISO 8601. */ readonly since?: string };
}

/** Something in the account below a resource of ours that neither program nor state has (R40). */
export interface ObservedAddition {
  /** Pulumi type token of what it is, for instance `aws:iam/rolePolicy:RolePolicy`. */
  readonly type: string;
  readonly name: string;
  /** `urn` of the resource it hangs on. */
  readonly parent: string;
  readonly physicalId: string;
  readonly properties: Properties;
}

export interface NotObservable {
  readonly resource: string;
  readonly path: string;
  readonly reason: string;
}

/** Who changed a resource last and when, where CloudTrail tells. */
export interface Attribution {
  readonly urn: string;
  readonly actor: string;
  readonly event: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface Observation {
  readonly schemaVersion: 1;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** Release recorded in state, null before the first deployment. */
  readonly release: string | null;
  /** ISO 8601: when that release was deployed here, where it is known. */
  readonly releasedAt: string | null;
  /** Release whose program was asked, where it is not the one that state records: then the rest waits for promotion. */
  readonly programRelease: string | null;
  /** ISO 8601. */
  readonly observedAt: string;
  readonly completeness: 'complete' | 'partial' | 'failed';
  /** Why it is not complete, one line a cause. */
  readonly causes: readonly string[];
  /** Who was deploying while we looked, or null. */
  readonly deploymentInProgress: string | null;
  /** An emergency deployment that no normal promotion has healed yet, in words. */
  readonly emergency?: string;
  /** Canonical configuration of the environment (settings with placeholders). */
  readonly configuration: Properties;
  /** The other environments' configuration in the same release: what its promotion would bring them. */
  readonly configurations?: Readonly<Record<string, Properties>>;
  readonly resources: readonly ObservedResource[];
  readonly additions: readonly ObservedAddition[];
  readonly attributions: readonly Attribution[];
  readonly notObservable: readonly NotObservable[];
}
