/**
 * What the pipeline needs from the world it runs in. On AWS it is ambient credentials and the real provider plugin; in a
 * rehearsal it is the sandbox. The pipeline never knows which: commands pass one in.
 */
import type { PersonPurpose } from '../../infra/bootstrap/people.ts';
import type { DocumentWriters } from '../../infra/bootstrap/document.ts';

/** Which identity a step runs under: the entry roles of the hub account, for jobs and for people, and the caller of smoke payments. */
export type Purpose = 'preview' | 'observe' | 'release' | PersonPurpose | `deploy-${string}` | `smoke-${string}`;

/** Environment variables (`AWS_ACCESS_KEY_ID`, `AWS_PROFILE`, `AWS_ENDPOINT_URL` and so on) for a child process or a client. */
export type ProcessEnvironment = Readonly<Record<string, string>>;

export interface AttachedProvider {
  /** Added to the environment of one engine run, for instance `PULUMI_DEBUG_PROVIDERS`. */
  readonly environment: ProcessEnvironment;
  close(): Promise<void>;
}

/** A property that these surroundings cannot read back, so that nothing may be concluded from it. */
export interface BlindSpot {
  /** Pulumi type token, for instance `aws:ec2/vpcEndpoint:VpcEndpoint`. */
  readonly type: string;
  /** Top-level or nested Pulumi property path; the whole subtree is not observable. */
  readonly path: string;
  readonly reason: string;
}

export interface Surroundings {
  readonly kind: 'aws' | 'sandbox';
  /** Pulumi backend URL: `s3://bucket?region=...` or `file:///folder`. */
  readonly stateBackend: string;
  /** Pulumi secrets provider of one stack: `awskms://...` or `passphrase`. */
  secretsProvider(stack: string): string;
  /**
   * What Pulumi calls so in a stack's settings, where the secrets provider is `passphrase`. Without it each engine run makes a
   * salt that it never uses, and derives a key from it: half of the time that a preview computes.
   */
  readonly encryptionSalt?: string;
  /** Environment variables that make a process the entry role of this purpose. Fails with `EngineError` when refused. */
  credentials(purpose: Purpose): Promise<ProcessEnvironment>;
  /** A provider for one engine run that acts with these credentials; on AWS the CLI starts the plugin itself. */
  attachProvider(credentials: ProcessEnvironment): Promise<AttachedProvider>;
  /** How bootstrap's documents are written where IAM judges less than AWS does; absent on AWS. */
  readonly written?: DocumentWriters;
  /** Empty on real AWS. */
  readonly blindSpots: readonly BlindSpot[];
  /** Makes secrets comparable across observations without telling them; undefined: secrets are not compared. */
  readonly fingerprintKey?: string;
}
