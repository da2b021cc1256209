/** The environments of the committed configuration that the payment path is proven in. */
import { arns, names } from '../../../infra/names.ts';
import { loadConfiguration, requireEnvironment } from '../../../pipeline/configuration/index.ts';

const configuration = loadConfiguration('config');

export interface Place {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** Physical names and ARNs of what is deployed there. */
  readonly own: ReturnType<typeof names>;
  readonly ownArns: ReturnType<typeof arns>;
}

export function placeOf(name: string): Place {
  const { environment, account, region } = requireEnvironment(configuration, name);
  return { environment, account, region, own: names(environment), ownArns: arns({ environment, account, region }) };
}
