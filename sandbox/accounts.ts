/** Who is who in the sandbox: accounts from the configuration, a repository that exists nowhere, root keys of the emulator. */
import {
  defaultWorkflows,
  type Landscape,
  type LandscapeEnvironment,
  type Repository,
} from '../infra/bootstrap/landscape.ts';

/** Stands for the adopter's repository: its subjects are what the sandbox's tokens say. */
const sandboxRepository: Repository = { owner: 'example', name: 'payments-gitops' };

/** The landscape that the sandbox seeds, from whatever the configuration reader gives. */
export function sandboxLandscape(
  environments: readonly LandscapeEnvironment[],
  repository: Repository = sandboxRepository,
): Landscape {
  return {
    environments: environments.map(({ environment, account, region, promotesFrom }) => ({
      environment,
      account,
      region,
      ...(promotesFrom === undefined ? {} : { promotesFrom }),
    })),
    repository,
    workflows: defaultWorkflows,
  };
}

/** What every client of the sandbox is given besides its keys. */
export const connection = (endpoint: string, region: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_EC2_METADATA_DISABLED: 'true',
});

/** Root of an account: the emulator takes a twelve-digit access key for the account itself. Only seeding and meddling use it. */
export const rootCredentials = (
  endpoint: string,
  place: Pick<LandscapeEnvironment, 'account' | 'region'>,
): Record<string, string> => ({
  ...connection(endpoint, place.region),
  AWS_ACCESS_KEY_ID: place.account,
  AWS_SECRET_ACCESS_KEY: 'sandbox',
});
