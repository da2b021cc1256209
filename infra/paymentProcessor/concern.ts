import type * as pulumi from '@pulumi/pulumi';
import { arns, names } from '../names.ts';
import type { ResolvedArgs } from './arguments.ts';

/** What every part of the component is made from. */
export interface Concern {
  /** Name of the component; its parts are `<name>-<part>`. */
  readonly name: string;
  readonly args: ResolvedArgs;
  readonly names: ReturnType<typeof names>;
  readonly arns: ReturnType<typeof arns>;
  readonly parent: pulumi.Resource;
  /** Options of a part with a physical name of its own: two of the same name cannot be there at once. */
  readonly named: pulumi.CustomResourceOptions;
}

export const concern = (name: string, args: ResolvedArgs, parent: pulumi.Resource): Concern => ({
  name,
  args,
  names: names(args.place.environment),
  arns: arns(args.place),
  parent,
  named: { parent, deleteBeforeReplace: true },
});
