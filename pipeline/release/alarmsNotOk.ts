import type { Settings } from '../../infra/settings.ts';
import { prefix } from '../../infra/names.ts';
import { alarmStates } from '../account/alarmStates.ts';
import { readSpoke } from '../account/spoke.ts';
import type { Surroundings } from '../engine/surroundings.ts';

/** Names of an environment's alarms that are in ALARM; null when they could not be read, which no gate takes for quiet. */
export async function alarmsNotOk(surroundings: Surroundings, settings: Settings): Promise<readonly string[] | null> {
  try {
    const credentials = await readSpoke(surroundings, settings);
    const alarms = await alarmStates(credentials, settings.region, `${prefix(settings.environment)}-`);
    return alarms.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  } catch {
    return null;
  }
}
