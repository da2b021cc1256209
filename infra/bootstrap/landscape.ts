/** What the identities depend on: which accounts exist, in which order releases climb, and which repository may act. */
export interface LandscapeEnvironment {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** The environment below; absent for the lowest. */
  readonly promotesFrom?: string | undefined;
}

export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Numbers that survive renames and tell a re-created repository from this one. Both or none. */
  readonly ids?: { readonly owner: string; readonly repository: string };
}

export interface Landscape {
  /** In promotion order, lowest first. */
  readonly environments: readonly LandscapeEnvironment[];
  readonly repository: Repository;
  /** File names under `.github/workflows` that may release and deploy. */
  readonly workflows: { readonly release: readonly string[]; readonly deploy: readonly string[] };
}

/** For whom the entry roles were made. Whoever looks at them later, from wherever, asks the stack instead of the surroundings. */
export const repositoryOutputs = ({ owner, name, ids }: Repository) => ({
  repository: `${owner}/${name}`,
  repositoryIds: ids === undefined ? '' : `${ids.owner}/${ids.repository}`,
});

/** The Pulumi project, which is part of every state key. */
export const project = 'payments';

/** Carried by everything that the program makes; deploy roles may change only what carries their environment's name. */
export const ownershipTag = 'payments:environment';

/** Carried by everything that bootstrap makes. */
export const managedBy = { tag: 'payments:managed-by', value: 'bootstrap' } as const;

export const defaultWorkflows: Landscape['workflows'] = {
  release: ['promote.yml'],
  deploy: ['promote-environment.yml'],
};

/** The account that holds entry roles and state: the highest environment's, because whoever controls the hub controls prod. */
export function hubOf(landscape: Pick<Landscape, 'environments'>): LandscapeEnvironment {
  const { environments } = landscape;
  const below = new Set(environments.map(({ promotesFrom }) => promotesFrom));
  const highest = environments.filter(({ environment }) => !below.has(environment));
  if (highest.length !== 1 || highest[0] === undefined) {
    throw new Error(`exactly one environment must be the highest, found ${highest.length}`);
  }
  return highest[0];
}

/** Two regions of one continent each, for data that must not leave it. */
const neighbours: Readonly<Record<string, readonly string[]>> = {
  us: ['us-east-1', 'us-west-2'],
  ca: ['ca-central-1', 'ca-west-1'],
  eu: ['eu-west-1', 'eu-central-1'],
  ap: ['ap-southeast-1', 'ap-northeast-1'],
};

/** Where the copy of the state bucket is: another region of the hub's continent, else another one that the configuration names. */
export function replicaRegionOf(landscape: Pick<Landscape, 'environments'>): string {
  const { region: own } = hubOf(landscape);
  const continent = own.split('-')[0] ?? '';
  const candidates = [...(neighbours[continent] ?? []), ...landscape.environments.map(({ region }) => region)];
  const elsewhere = candidates.find((region) => region !== own);
  if (elsewhere !== undefined) return elsewhere;
  throw new Error(`no second region is known beside ${own}: name one in infra/bootstrap/landscape.ts`);
}
