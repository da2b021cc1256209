/**
 * The payment path as the program declares it, made by the sandbox's provider without an engine: the inputs are those that
 * tests/components holds the program to, so that whatever changes there is what runs here.
 */
import { apiModelsFolder } from '../../../sandbox/emulatorEnvironment.ts';
import { ApiModels } from '../../../sandbox/provider/apiModels.ts';
import { resourceType } from '../../../sandbox/provider/registry.ts';
import { openSession, type RegionalSession } from '../../../sandbox/provider/session.ts';
import { declaredResources, type DeclaredResource } from '../../components/expectation.ts';
import { engineFor, type Deployed } from '../../unit/provider/emulatedAccount.ts';

type Inputs = DeclaredResource['inputs'];

/** The two ways in. What they need, and what that needs, is the payment path: network, role, key, queues, table, topic, logs. */
const waysIn = [
  'aws:lambda/eventSourceMapping:EventSourceMapping payments-ingest',
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig payments-async',
];

/** Inputs of one declared resource. */
export function declaredInputs(environment: string, identity: string): Inputs {
  const found = declaredResources(environment).find((resource) => identityOf(resource) === identity);
  if (found === undefined) throw new Error(`${environment} has no ${identity}`);
  return found.inputs;
}

/** A session of the account's root, whose requests are checked as the provider's are. */
export function openAccount(endpoint: string, account: string, region: string): Promise<RegionalSession> {
  const caller = { accessKeyId: account, secretAccessKey: 'secret' };
  const models = new ApiModels(apiModelsFolder());
  const held = { region, allowedAccountIds: [account], forbiddenAccountIds: [], assumeRoles: [] };
  return openSession({ endpoint, caller, models, record: () => undefined }, { ...held, defaultTags: { tags: {} } });
}

/** @param adjust what has to be otherwise in the test, by type and name */
export async function deployPath(
  session: RegionalSession,
  environment: string,
  adjust: Readonly<Record<string, (inputs: Inputs) => Inputs>>,
): Promise<ReadonlyMap<string, Deployed>> {
  const declared = new Map(declaredResources(environment).map((resource) => [identityOf(resource), resource]));
  const made = new Map<string, Deployed>();
  const make = async (identity: string): Promise<void> => {
    const resource = declared.get(identity);
    if (resource === undefined) throw new Error(`${environment} has no ${identity}`);
    if (made.has(identity)) return;
    for (const needed of [...referredTo(resource.inputs), ...resource.dependsOn]) await make(needed);
    const inputs = (adjust[identity] ?? ((same: Inputs) => same))(resolved(resource.inputs, made) as Inputs);
    made.set(identity, await engineFor(resourceType(resource.type), session).create(inputs));
  };
  for (const identity of waysIn) await make(identity);
  return made;
}

const identityOf = ({ type, name }: Pick<DeclaredResource, 'type' | 'name'>): string => `${type} ${name}`;

/** `<type::name.property>` */
const made = /<([^<>]+)::([^<>]+)\.(\w+)>/g;

const referredTo = (inputs: Inputs): readonly string[] =>
  [...JSON.stringify(inputs).matchAll(made)].map(([, type, name]) => `${type} ${name}`);

function resolved(value: unknown, known: ReadonlyMap<string, Deployed>): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(made, (_all, type: string, name: string, property: string) => {
      const deployed = known.get(`${type} ${name}`);
      return String(property === 'id' ? deployed?.id : deployed?.outputs[property]);
    });
  }
  if (Array.isArray(value)) return value.map((item) => resolved(item, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, known)]));
}
