/** Finding out whether something that was being created when a run died exists. */
import type { ProcessEnvironment } from '../../engine/surroundings.ts';
import { EngineError } from '../../errors.ts';
import { clientConfiguration } from '../clientConfiguration.ts';
import { byName } from './byName.ts';
import { byTag } from './byTag.ts';
import { lambda } from './lambda.ts';
import type { Locator, Wanted } from './locator.ts';

const locators: Readonly<Record<string, Locator>> = { ...byName, ...byTag, ...lambda };

/** Types that can be found; a type of the program that is not here makes a test fail. */
export const locatableTypes: readonly string[] = Object.keys(locators);

/**
 * Physical id of a resource by its natural key or identity tag; null when the account does not have it, or only what state knows.
 *
 * @throws EngineError when it cannot be told: not knowing is not absence
 */
export async function locate(
  credentials: ProcessEnvironment,
  account: string,
  region: string,
  wanted: Wanted,
): Promise<string | null> {
  const locator = locators[wanted.type];
  const advice =
    'Look into the account, then settle it by hand: pulumi refresh --import-pending-creates, or --clear-pending-creates.';
  if (locator === undefined)
    throw new EngineError(`cannot tell whether ${wanted.urn} exists: no natural key of ${wanted.type} is known`, {
      advice,
    });
  try {
    const found = await locator(wanted, { client: clientConfiguration(credentials, region), account, region });
    return found !== null && wanted.known.includes(found) ? null : found;
  } catch (cause) {
    throw new EngineError(`cannot tell whether ${wanted.urn} exists`, { cause, advice });
  }
}
