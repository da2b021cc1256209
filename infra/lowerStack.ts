/** What a stack takes from the environment below it (R6): the table, the lineage, the configuration. */
import * as pulumi from '@pulumi/pulumi';
import { unknown } from '@pulumi/pulumi/output.js';
import type { Plain } from './settings.ts';

/** One environment that a stack was built on. */
export interface Ancestor {
  readonly environment: string;
  readonly tableArn: string;
}

export interface LowerStack {
  readonly environment: string;
  readonly tableArn: pulumi.Output<string>;
  readonly lineage: pulumi.Output<readonly Ancestor[]>;
  readonly configuration: pulumi.Output<Readonly<Record<string, Plain>>>;
}

/**
 * The stack of an environment below. In an update a stack or an output that is missing is an error; in a preview it is
 * unknown, with a note, so that three new environments can be looked at before the first is deployed.
 */
export function lowerStack(environment: string, exists: boolean): LowerStack {
  if (!exists && !pulumi.runtime.isDryRun()) {
    throw new pulumi.RunError(`the stack of ${environment} does not exist: deploy ${environment} first`);
  }
  // The engine fails on a reference to a stack that does not exist, in a preview too.
  const reference = exists ? new pulumi.StackReference(`organization/payments/${environment}`) : undefined;
  if (reference === undefined) note(`${environment} has no stack yet: what comes from it is unknown in this preview`);
  const read = <T>(name: string): pulumi.Output<T> =>
    reference === undefined ? notKnown<T>() : readOutput<T>(reference, environment, name);
  return { environment, tableArn: read('tableArn'), lineage: read('lineage'), configuration: read('configuration') };
}

function readOutput<T>(reference: pulumi.StackReference, environment: string, name: string): pulumi.Output<T> {
  if (!pulumi.runtime.isDryRun()) return reference.requireOutput(name) as pulumi.Output<T>;
  return reference.getOutput(name).apply((value: unknown) => {
    if (value !== undefined) return value;
    note(`${environment} has no output ${name} yet: it is unknown in this preview`);
    return unknown;
  }) as pulumi.Output<T>;
}

const notKnown = <T>(): pulumi.Output<T> => pulumi.output(unknown) as unknown as pulumi.Output<T>;

function note(message: string): void {
  void pulumi.log.info(message);
}
