/** Whether a policy of a resource lets in who was not meant. */
import { allowed, isHeld, namesEverybody, servicesOf } from './documents.ts';

type Props = Readonly<Record<string, unknown>>;

/** Whether its policy, where it has one, is for everybody. */
export const isOpen = ({ policy }: Props): boolean =>
  policy !== undefined && allowed(policy).some((statement) => namesEverybody(statement) && !isHeld(statement));

/** A service that its policy lets act for any account. */
export const unheldService = ({ policy }: Props): string | undefined =>
  policy === undefined
    ? undefined
    : allowed(policy)
        .filter((statement) => !isHeld(statement))
        .flatMap(servicesOf)[0];
