import type { Observation, ObservedResource } from '../snapshot/observation.ts';
import type { Note, Presence, ResourceRow } from './finding.ts';

/** Every resource that any of the environments has or wants, by logical identity. */
export function resourceRows(observations: readonly Observation[]): readonly ResourceRow[] {
  const rows = new Map<string, { type: string; name: string; environments: Record<string, Presence> }>();
  for (const { environment, resources } of observations) {
    for (const resource of resources) {
      const { key, type, name } = resource;
      const row = rows.get(key) ?? { type, name, environments: {} };
      row.environments[environment] = presenceOf(resource);
      rows.set(key, row);
    }
  }
  const seen = observations
    .filter(({ completeness }) => completeness !== 'failed')
    .map(({ environment }) => environment);
  for (const row of rows.values()) for (const name of seen) row.environments[name] ??= 'absent';
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function presenceOf({ state, live }: ObservedResource): Presence {
  if (state === null) return 'planned';
  return live.status === 'present' ? 'deployed' : live.status;
}

/** What is worth saying about environments beside their findings. */
export function notesOf(observations: readonly Observation[], now: Date): readonly Note[] {
  return observations.flatMap(({ environment, deploymentInProgress, emergency, resources }) => [
    ...(emergency === undefined ? [] : [{ environment, text: emergency }]),
    ...(deploymentInProgress === null
      ? []
      : [{ environment, text: `a deployment was in progress: ${deploymentInProgress}` }]),
    ...resources.flatMap(({ name, waiting }) =>
      waiting === undefined ? [] : [{ environment, text: `${name} ${waiting.text}${age(waiting.since, now)}` }],
    ),
  ]);
}

function age(since: string | undefined, now: Date): string {
  if (since === undefined) return '';
  const hours = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 3_600_000));
  return hours < 48 ? `, for ${hours} hours` : `, for ${Math.floor(hours / 24)} days`;
}
