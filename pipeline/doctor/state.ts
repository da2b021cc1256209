import { isIdentityProblem } from '../account/identity.ts';
import { errorCode } from '../account/sdkError.ts';
import type { Configuration } from '../configuration/index.ts';
import { readCheckpoint } from '../engine/checkpoint.ts';
import { describeLock, readLocks } from '../engine/lock.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { openStore } from '../store/open.ts';
import { noIdentity, ok, problem, unknown, type Check, type Outcome } from './check.ts';

/** Whether the state bucket answers, holds a stack for each environment, and none of them was left half changed. */
export function stateChecks(configuration: Configuration, surroundings: Surroundings): readonly Check[] {
  let opened: Promise<DocumentStore> | undefined;
  const check = (id: string, title: string, judge: (store: DocumentStore) => Promise<Outcome>): Check => ({
    id: `state.${id}`,
    title,
    look: async () => judged(judge, await (opened ??= open(surroundings))),
  });
  return [
    check('bucket', 'state backend', (store) => bucketOutcome(store, surroundings)),
    ...configuration.environments.flatMap(({ environment }) => [
      check(`${environment}.stack`, `${environment}: stack`, (store) => stackOutcome(store, environment)),
      check(`${environment}.unfinished`, `${environment}: nothing half done`, (store) =>
        unfinishedOutcome(store, environment),
      ),
    ]),
  ];
}

async function judged(judge: (store: DocumentStore) => Promise<Outcome>, store: DocumentStore): Promise<Outcome> {
  try {
    return await judge(store);
  } catch (error) {
    const { cause } = error as Error;
    if (errorCode(cause) === 'NoSuchBucket') return problem('there is no such bucket', 'Run: npm run bootstrap');
    if (isIdentityProblem(error) || isIdentityProblem(cause)) return noIdentity;
    throw error;
  }
}

const open = async (surroundings: Surroundings): Promise<DocumentStore> =>
  openStore(surroundings.stateBackend, await surroundings.credentials('observe'));

async function bucketOutcome(store: DocumentStore, { stateBackend }: Surroundings): Promise<Outcome> {
  const shown = stateBackend.replace(/\?.*$/, '');
  if ((await store.read('.pulumi/meta.yaml')) !== null) return ok(shown);
  return problem(`${shown} answers and is no Pulumi backend yet`, 'Run: npm run bootstrap');
}

async function stackOutcome(store: DocumentStore, environment: string): Promise<Outcome> {
  const checkpoint = await readCheckpoint(store, environment);
  if (checkpoint === null) return problem('there is no such stack', 'Run: npm run bootstrap');
  const count = checkpoint.resources.length;
  return ok(count === 0 ? 'initialised, nothing deployed yet' : `${count} resources`);
}

async function unfinishedOutcome(store: DocumentStore, environment: string): Promise<Outcome> {
  const [checkpoint, locks] = await Promise.all([readCheckpoint(store, environment), readLocks(store, environment)]);
  if (checkpoint === null) return unknown('there is no such stack', 'Run: npm run bootstrap');
  const pending = checkpoint.pendingOperations.length;
  const found = [
    ...(pending > 0 ? [`${pending} operations were under way when a run died`] : []),
    ...locks.map((lock) => `locked by ${describeLock(lock)}`),
  ];
  if (found.length === 0) return ok('no lock, no pending operation');
  return problem(found.join('; '), `If nobody deploys right now: npm run recover -- ${environment}`);
}
