/** A part of what an account may be asked, and the conditions that scopes share. */
import type { Place } from '../names.ts';
import type { Condition } from './document.ts';
import { ownershipTag } from './landscape.ts';

export type Scope = {
  readonly sid: string;
  readonly resources: readonly string[];
  readonly condition?: Condition;
} & (
  | { /** Exactly these actions. */ readonly only: readonly string[] | RegExp }
  | { /** What no other scope names of this service. */ readonly rest: string }
);

/** Of exactly these actions. */
export const scope = (
  sid: string,
  only: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Scope => ({ sid, only, resources, ...(condition === undefined ? {} : { condition }) });

/**
 * What a resource carries, and what a request would give it. While something is made with its tags it carries none yet: AWS judges
 * that by the tags of the request alone, with an action of its own (`ec2:CreateTags`, `kms:TagResource`).
 */
export const tagged = ({ environment }: Place) =>
  ({
    owned: { [`aws:ResourceTag/${ownershipTag}`]: environment },
    marked: { [`aws:RequestTag/${ownershipTag}`]: environment },
    /** For the operator `Null`. */
    unowned: { [`aws:ResourceTag/${ownershipTag}`]: 'true' },
  }) as const;
