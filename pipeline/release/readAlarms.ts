import type { Settings } from '../../infra/settings.ts';
import { prefix } from '../../infra/names.ts';
import { alarmStates, type AlarmState } from '../account/alarmStates.ts';
import { readSpoke } from '../account/spoke.ts';
import type { Surroundings } from '../engine/surroundings.ts';

/** The alarms of an environment; null when they could not be read, which no gate takes for quiet. */
export async function readAlarms(
  surroundings: Surroundings,
  settings: Settings,
): Promise<readonly AlarmState[] | null> {
  try {
    const credentials = await readSpoke(surroundings, settings);
    return await alarmStates(credentials, settings.region, `${prefix(settings.environment)}-`);
  } catch {
    return null;
  }
}
