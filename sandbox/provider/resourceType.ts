/** How one AWS resource type is served to the engine: the shape that every module under `sandbox/provider/` fills in. */
export type Inputs = Record<string, unknown>;

/** Marks a property whose value is not known yet in a preview. */
export const unknownValue = Symbol('unknown');

export interface Session {
  readonly account: string;
  readonly region: string;
  /** SDK client of a service in this account and region, validated against the AWS API models before it sends. */
  client<T>(constructor: new (configuration: never) => T): T;
  readonly defaultTags: Readonly<Record<string, string>>;
  /**
   * The same account with AWS's own eyes, for rules that AWS checks itself before it does what it is asked: needs no
   * permission of the caller, and is no call of the real provider. Only the sandbox has such a thing.
   */
  asAws?<T>(constructor: new (configuration: never) => T): T;
  /** Aborted when the engine cancels the run: waiting and trying again must end. */
  readonly signal?: AbortSignal;
}

/** How the real provider names a resource whose name the program leaves out. */
export interface Autoname {
  readonly property: string;
  readonly maximumLength: number;
  /** What the name must end with, for instance `.fifo`. */
  suffix?(inputs: Inputs): string;
}

export interface ReadResult {
  readonly id: string;
  /** What a user could have written to get this: the managed properties as the account holds them. */
  readonly inputs: Inputs;
  /** Inputs and everything computed (arn and so on). */
  readonly outputs: Inputs;
}

export interface ResourceType {
  /** Pulumi type token, for instance `aws:sqs/queue:Queue`. */
  readonly token: string;
  /** Properties that the real provider requires. */
  readonly required: readonly string[];
  /** Values that the real provider fills in when a property is absent. */
  readonly defaults?: Inputs;
  /** Top-level input properties (or dotted paths) whose change forces a replacement, each with its source in the real provider. */
  readonly replaceOn: readonly string[];
  /** Inputs that AWS fills in when they are left out (Optional and Computed): leaving one out is never a difference. */
  readonly optionalComputed?: readonly string[];
  /** Lists whose order means nothing: elements are matched by their value. */
  readonly sets?: readonly string[];
  readonly autoname?: Autoname;
  /** Every input that the module serves; another one is refused instead of being ignored silently. */
  readonly served?: readonly string[];
  /** Where `replaceOn` and `defaults` stand in hashicorp/terraform-provider-aws. */
  readonly source: string;
  /** Output properties that are known only after creation; unknown in a preview of a create. */
  readonly computed: readonly string[];
  /** True when two values of a property mean the same (policies, unordered sets), beyond deep equality. */
  equal?(property: string, left: unknown, right: unknown): boolean;
  /** A replacement that depends on more than which property changed; asked for changes that `replaceOn` does not name. */
  replaces?(property: string, olds: Inputs, news: Inputs): boolean;
  /** Outputs that this update changes in a way nobody can know before: unknown in its preview. */
  recomputed?(news: Inputs, olds: Inputs): readonly string[];
  /** The real provider's own checks beyond the API model (cross-field rules); returns `[property, reason]`. */
  check?(inputs: Inputs): readonly (readonly [property: string, reason: string])[];
  create(inputs: Inputs, session: Session, name: string): Promise<ReadResult>;
  /**
   * Null when it does not exist. `inputs` is empty on import. `recorded` holds the outputs in state, for what can only be
   * compared and never read back (the code behind a hash).
   */
  read(id: string, inputs: Inputs, session: Session, recorded?: Inputs): Promise<ReadResult | null>;
  update(id: string, news: Inputs, olds: Inputs, session: Session): Promise<ReadResult>;
  delete(id: string, outputs: Inputs, session: Session): Promise<void>;
}
