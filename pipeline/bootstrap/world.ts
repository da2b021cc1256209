import { hubOf, type Landscape, type LandscapeEnvironment } from '../../infra/bootstrap/landscape.ts';
import type { ProcessEnvironment, Surroundings } from '../engine/surroundings.ts';
import { ConfigurationError } from '../errors.ts';
import type { Progress } from '../progress.ts';

/** Where bootstrap acts: three real accounts through an administrator's profiles, or the sandbox as root. */
export interface BootstrapWorld {
  readonly landscape: Landscape;
  readonly surroundings: Surroundings;
  /** Working copy of bootstrap's own state; it is empty between runs, when the state is in the bucket. */
  readonly folder: string;
  readonly progress: Progress;
  /** Variables that make a process an administrator of this environment's account, checked to be in that account. */
  administrator(environment: string): Promise<ProcessEnvironment>;
}

/** What it takes to look into the hub: enough before anybody knows for which repository. */
export type HubWorld = Pick<BootstrapWorld, 'surroundings' | 'folder' | 'administrator'> & {
  readonly landscape: Pick<Landscape, 'environments'>;
};

export const hubAdministrator = (world: HubWorld): Promise<ProcessEnvironment> =>
  world.administrator(hubOf(world.landscape).environment);

export function placeOf(
  { landscape }: { readonly landscape: Pick<Landscape, 'environments'> },
  environment: string,
): LandscapeEnvironment {
  const place = landscape.environments.find((it) => it.environment === environment);
  if (place === undefined) throw new ConfigurationError(`there is no environment "${environment}"`);
  return place;
}
