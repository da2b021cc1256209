/** Every role of the design's table, as data: bootstrap creates them from this, the sandbox seeds itself from it. */
import { bootstrapNames } from '../names.ts';
import { allow, policy, type PolicyDocument, type Statement, type TrustDocument } from './document.ts';
import { hubOf, type Landscape, type LandscapeEnvironment } from './landscape.ts';
import { deployedBy, permissionSets, personTrust } from './people.ts';
import { boundary, deploySpoke, operateSpoke, readSpoke, smokeSpoke } from './spokePermissions.ts';
import { readBootstrap } from './readBootstrap.ts';
import { replicationRole } from './replicationRole.ts';
import { stateAccess } from './stateAccess.ts';
import { entryTrust, spokeTrust } from './trust.ts';

export interface Role {
  readonly account: string;
  readonly name: string;
  readonly description: string;
  readonly trust: TrustDocument;
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, PolicyDocument>>;
}

export interface Boundary {
  readonly account: string;
  readonly name: string;
  readonly description: string;
  readonly document: PolicyDocument;
}

const roleArn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;

const reach = (spokes: string | readonly string[], places: readonly LandscapeEnvironment[]): Statement =>
  allow(
    'ReachSpokes',
    ['sts:AssumeRole'],
    places.flatMap((it) => [spokes].flat().map((spoke) => roleArn(it.account, spoke))),
  );

/** What an update of one environment needs, whoever starts it. */
const deploying = (landscape: Landscape, it: LandscapeEnvironment): readonly Statement[] => [
  ...stateAccess(landscape).deployer(it.environment),
  reach([bootstrapNames.deploySpoke, bootstrapNames.smokeSpoke], [it]),
  // Its gate asks for the alarms of the environment below at the moment of the deployment.
  { ...reach(bootstrapNames.readSpoke, [it, ...below(landscape, it)]), Sid: 'ReachReading' },
];

/** What a person does by hand (`npm run redrive`), and no workflow. */
const operating = (it: LandscapeEnvironment): Statement => ({
  ...reach(bootstrapNames.operateSpoke, [it]),
  Sid: 'ReachOperation',
});

/** What looks at everything: the program's resources, and what bootstrap made. Code of a pull request sees the former alone. */
const looking = [bootstrapNames.readSpoke, bootstrapNames.inspectSpoke];

/** Entry roles in the hub for GitHub's tokens, one per purpose. */
export function entryRoles(landscape: Landscape): Role[] {
  const account = hubOf(landscape).account;
  const state = stateAccess(landscape);
  const entry = (
    purpose: string,
    description: string,
    trust: TrustDocument,
    ...statements: readonly Statement[]
  ): Role => ({
    account,
    name: bootstrapNames.entryRole(purpose),
    description,
    trust,
    policies: { entry: policy(...statements, state.protectBucket) },
  });
  const readers = (...spokes: readonly string[]) => [...state.reader, reach(spokes, landscape.environments)];
  return [
    entry(
      'preview',
      'Pull requests: plan and parity impact',
      entryTrust.preview(landscape),
      ...readers(bootstrapNames.readSpoke),
    ),
    entry(
      'observe',
      'Main: plans before approval, nightly drift',
      entryTrust.observe(landscape),
      ...readers(...looking),
    ),
    entry('release', 'Main: stores a built release', entryTrust.release(landscape), ...state.releaser),
    ...landscape.environments.map((it) =>
      entry(
        `deploy-${it.environment}`,
        `Updates ${it.environment}`,
        entryTrust.deploy(landscape, it.environment),
        ...deploying(landscape, it),
      ),
    ),
  ];
}

/** Entry roles in the hub for people. A document for each environment, because statements of one name cannot share one. */
export function personRoles(landscape: Landscape): Role[] {
  const state = stateAccess(landscape);
  return (['person', 'break-glass'] as const).map((purpose) => ({
    account: hubOf(landscape).account,
    name: bootstrapNames.entryRole(purpose),
    description: `People with the permission set ${permissionSets[purpose]}`,
    trust: personTrust(landscape, purpose),
    policies: {
      read: policy(...state.reader, reach(looking, landscape.environments), state.protectBucket),
      release: policy(...state.releaser),
      ...Object.fromEntries(
        landscape.environments
          .filter((it) => deployedBy(it) === purpose)
          .map((it) => [`deploy-${it.environment}`, policy(...deploying(landscape, it), operating(it))]),
      ),
    },
  }));
}

const below = ({ environments }: Landscape, { promotesFrom }: LandscapeEnvironment): readonly LandscapeEnvironment[] =>
  environments.filter(({ environment }) => environment === promotesFrom);

/** Spoke roles of one environment's account. */
export function spokeRoles(landscape: Landscape, place: LandscapeEnvironment): Role[] {
  const hub = hubOf(landscape).account;
  const { account, environment } = place;
  const deployer = [`deploy-${environment}`, deployedBy(place)];
  return [
    {
      account,
      name: bootstrapNames.deploySpoke,
      description: `Changes what the program declares in ${environment}`,
      trust: spokeTrust(hub, deployer),
      policies: deploySpoke(place),
    },
    {
      account,
      name: bootstrapNames.readSpoke,
      description: `Reads the settings of what stands in ${environment}, never its payments`,
      // A deployment looks at what became of it, and at the alarms of the environment below.
      trust: spokeTrust(hub, [
        'preview',
        'observe',
        'person',
        'break-glass',
        `deploy-${environment}`,
        ...landscape.environments
          .filter((it) => it.promotesFrom === environment)
          .map((it) => `deploy-${it.environment}`),
      ]),
      policies: readSpoke(place),
    },
    {
      account,
      name: bootstrapNames.inspectSpoke,
      description: `Reads what bootstrap made in the account of ${environment}, and what stands beside it`,
      trust: spokeTrust(hub, ['observe', 'person', 'break-glass']),
      policies: { bootstrap: readBootstrap(landscape, place) },
    },
    {
      account,
      name: bootstrapNames.smokeSpoke,
      description: `Sends a synthetic payment through ${environment}`,
      trust: spokeTrust(hub, deployer),
      policies: smokeSpoke(place),
    },
    {
      account,
      name: bootstrapNames.operateSpoke,
      description: `Sends payments of ${environment} again, and tells what is owed`,
      trust: spokeTrust(hub, [deployedBy(place)]),
      policies: operateSpoke(place),
    },
  ];
}

export const boundaries = (landscape: Landscape): Boundary[] =>
  landscape.environments.map((place) => ({
    account: place.account,
    name: bootstrapNames.boundary,
    description: 'The most that a role of the payment program can do',
    document: boundary(place),
  }));

/** Roles in the hub that services of AWS take on. */
export const serviceRoles = (landscape: Landscape): Role[] => [replicationRole(landscape)];

export const allRoles = (landscape: Landscape): Role[] => [
  ...entryRoles(landscape),
  ...personRoles(landscape),
  ...serviceRoles(landscape),
  ...landscape.environments.flatMap((place) => spokeRoles(landscape, place)),
];
