/** What can go wrong with a promotion, on the real engine and one sandbox; spawned by the test. Prints a line of JSON for each. */
import { randomInt } from 'node:crypto';
import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { prefix } from '../../../infra/names.ts';
import { clientConfiguration } from '../../../pipeline/account/clientConfiguration.ts';
import { requireEnvironment } from '../../../pipeline/configuration/index.ts';
import { preview } from '../../../pipeline/engine/plan.ts';
import type { Surroundings } from '../../../pipeline/engine/surroundings.ts';
import type { ReleaseContext } from '../../../pipeline/release/context.ts';
import { deployRelease } from '../../../pipeline/release/deploy.ts';
import { readEvidence } from '../../../pipeline/release/evidence.ts';
import { fingerprint } from '../../../pipeline/release/fingerprint.ts';
import { statesOf } from '../../../pipeline/release/knownPlan.ts';
import { acquireLease, readLease } from '../../../pipeline/release/lease.ts';
import { pausePromotion } from '../../../pipeline/release/pause.ts';
import { promote } from '../../../pipeline/release/promote.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { recover } from '../../../pipeline/release/recover.ts';
import { deployOrGoBack } from '../../../pipeline/release/rollback.ts';
import { encode } from '../../../pipeline/store/documentStore.ts';
import { deployThroughFault } from './backendFault.ts';
import { twoAtOnce } from './concurrentPromotions.ts';
import { leaveHalfMadeRule } from './halfMadeRule.ts';
import { openPlace, underGate, variant } from './place.ts';

const place = await openPlace();
const { sandbox, store, first, second, request } = place;
const { surroundings } = sandbox;
const stateKey = '.pulumi/stacks/payments/dev.json';
const ever = { from: new Date(0), to: new Date('2100-01-01') };

async function standing() {
  const [record, lease, evidence, state] = await Promise.all([
    readPromotion(store, 'dev'),
    readLease(store, 'dev'),
    readEvidence(store, 'dev', ever),
    store.read(stateKey),
  ]);
  const { current, paused } = record;
  return {
    ...{
      release: current?.release ?? null,
      verified: typeof current?.verifiedAt === 'string',
      paused: paused?.reason ?? null,
    },
    ...{ lease: lease !== null, state: state?.version ?? null },
    evidence: evidence.map(({ start, end, missing }) => ({
      kind: start.kind,
      outcome: end?.outcome ?? null,
      wayBack: end?.wayBack ?? null,
      missing,
    })),
  };
}

async function told(
  action: () => Promise<unknown>,
): Promise<{ error: string | null; advice: string | null; name: string | null }> {
  try {
    await action();
    return { error: null, advice: null, name: null };
  } catch (error) {
    const { message, advice = null, constructor } = error as Error & { advice?: string };
    return { error: message, advice, name: constructor.name };
  }
}

async function scenario(name: string, action: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  const before = await standing();
  const outcome = await told(action);
  const after = await standing();
  console.log(
    JSON.stringify({ scenario: name, ...outcome, before, after, seconds: (performance.now() - started) / 1000 }),
  );
}

async function sample(name: string, problems: readonly string[], drawn: object = {}): Promise<void> {
  const told = problems.length === 0 ? null : `${problems.join('; ')} ${JSON.stringify(drawn)}`;
  const now = await standing();
  console.log(JSON.stringify({ scenario: name, error: told, advice: null, name: null, before: now, after: now }));
}

async function putObject(key: string, body: Uint8Array): Promise<void> {
  const found = await store.read(key);
  if (found !== null) await store.remove(key, found.version);
  await store.create(key, body);
}

/** Changes the ingest queue by hand, once, right after an update: its release then is not what the account holds. */
function meddledOnce(context: ReleaseContext): ReleaseContext {
  let done = false;
  return {
    ...context,
    effects: {
      ...context.effects,
      update: async (asked, options) => {
        const result = await context.effects.update(asked, options);
        if (!done) await setVisibility('31');
        done = true;
        return result;
      },
    },
  };
}

async function setVisibility(seconds: string): Promise<void> {
  const client = new SQSClient(clientConfiguration(sandbox.rootCredentials('dev'), place.dev.region));
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: `${prefix('dev')}-ingest` }));
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: seconds } }));
}

/** Sets an alarm of dev by hand. @returns its name */
async function ring(StateValue: 'ALARM' | 'OK'): Promise<readonly string[]> {
  const client = new CloudWatchClient(clientConfiguration(sandbox.rootCredentials('dev'), place.dev.region));
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: prefix('dev') }));
  const AlarmName = MetricAlarms[0]?.AlarmName;
  await client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a scenario' }));
  return AlarmName === undefined ? [] : [AlarmName];
}

/** Sessions that end when the update is about to begin. */
function expiring(): ReleaseContext {
  let expired = false;
  const ending: Surroundings = {
    ...surroundings,
    credentials: async (purpose) => ({
      ...(await surroundings.credentials(purpose)),
      ...(expired ? { AWS_ACCESS_KEY_ID: 'ASIAEXPIREDEXPIRED00', AWS_SESSION_TOKEN: 'ended' } : {}),
    }),
  };
  const context = place.context(ending);
  return {
    ...context,
    effects: {
      ...context.effects,
      update: (asked, options) => {
        expired = true;
        return context.effects.update(asked, options);
      },
    },
  };
}

/** A bucket that there is not, asked by somebody who would be told so. */
const noBucket = (): ReleaseContext =>
  place.context({
    ...surroundings,
    stateBackend: surroundings.stateBackend.replace(/s3:\/\/[^?]+/, 's3://payments-state-of-nobody'),
    credentials: async () => sandbox.administrator(),
  });

try {
  await scenario('the first release', () => deployRelease(place.context(), request(first)));

  // What follows ends before anything is applied: one plan of it is enough.
  const asked = { source: second.source, environment: 'dev', surroundings, purpose: 'observe' } as const;
  const states = await statesOf(store, place.dev);
  const known = { plan: await preview(asked), states, found: [] };

  await scenario('another plan than the approved one', async () => {
    const { plan } = known;
    const other = variant(first, (dev) => ({ ...dev, alarmErrors: dev.alarmErrors + 2 }));
    const approvedPlan = { fingerprint: fingerprint(plan), plan, at: new Date().toISOString() };
    await deployRelease(place.context(), request(other, { approvedPlan }));
  });

  await scenario('a closed gate', () => deployRelease(place.context(), request(second, { environment: 'staging' })));

  await scenario('an approver who wrote it', () =>
    deployRelease(
      place.context(),
      request(underGate(second, { separationOfDuties: true }), {
        known,
        release: { ...second.release, authors: ['1+Reviewer@users.noreply.github.com'] },
      }),
    ),
  );

  await scenario('an approval that nobody gave', () =>
    deployRelease(place.context(), request(underGate(second, { requireApproval: true }), { known, approvers: [] })),
  );

  await scenario('a second promotion at once', async () => {
    const holder = { kind: 'person' as const, name: 'grace', host: 'desk', processId: 7 };
    const held = await acquireLease({
      store,
      environment: 'dev',
      release: first.release.id,
      holder,
      now: () => new Date(),
    });
    const refused = await told(() => deployRelease(place.context(), request(second)));
    await held.release();
    throw Object.assign(new Error(refused.error ?? 'it was not refused'), { advice: refused.advice });
  });

  await scenario('credentials that end in the middle', () => deployRelease(expiring(), request(second, { known })));

  await scenario('a locked stack', async () => {
    const lock = { pid: 4242, username: 'grace', hostname: 'desk', timestamp: '2026-03-02T09:00:00Z' };
    await store.create('.pulumi/locks/organization/payments/dev/one.json', encode(lock));
    await deployRelease(place.context(), request(second, { known }));
  });

  const recovery = { settings: place.dev, fallback: async () => first.source };
  await scenario('recovery from a lock that nobody vouches for', () =>
    recover(place.context(), { ...recovery, holderIsDead: false }),
  );
  await scenario('recovery from a lock whose holder is dead', () =>
    recover(place.context(), { ...recovery, holderIsDead: true }),
  );

  await deployRelease(place.context(), request(second));
  const rule = await leaveHalfMadeRule(place);
  const recovered = await recover(place.context(), { ...recovery, holderIsDead: true });
  const tookOver = recovered.settled.some(({ outcome }) => outcome === `was created: taken over as ${rule}`);
  await sample('a rule without its tags', tookOver ? [] : ['it was not taken over'], recovered);
  await scenario('the same release after a rule without its tags', () =>
    deployRelease(place.context(), request(second)),
  );
  const stale = (await store.read(stateKey))?.body ?? new Uint8Array();
  // As it was before.
  await deployRelease(place.context(), request(first));

  const [alarm] = await ring('ALARM');
  const staging = requireEnvironment(place.configuration, 'staging');
  const soaking = { ...staging, gate: { ...staging.gate, soakMinutes: 30 } };
  const duringSoak = async (waits: boolean) => {
    let later = 0;
    const context = { ...place.context(), now: () => new Date(Date.now() + later) };
    const [result] = await promote(context, {
      ...{ release: first.release, source: first.source, environments: [waits ? staging : soaking] },
      ...{ reason: 'a scenario', emergency: false, refresh: false, tests: [] },
      approve: async () => ({ status: 'approved', by: ['reviewer'] }),
      waitUntil: async (_settings, opensAt) => {
        later = opensAt.getTime() - Date.now();
        return waits;
      },
    });
    throw new Error(
      result?.status === 'refused' ? result.missing.join('; ').replace(alarm ?? '?', 'NAME') : result?.status,
    );
  };
  await scenario('an alarm during soak', () => duringSoak(true));
  await ring('OK');
  await scenario('an alarm that fell silent again during soak', () => duringSoak(false));

  const whole = await store.read(stateKey);
  const body = whole?.body ?? new Uint8Array();
  await scenario('a state that is cut short', async () => {
    await putObject(stateKey, body.slice(0, body.length >> 1));
    await deployRelease(place.context(), request(second));
  });

  await scenario('a state that is older than the last deployment', async () => {
    await putObject(stateKey, stale);
    await deployRelease(place.context(), request(second));
  });

  await scenario('a verification that fails, where it goes back by itself', async () => {
    await putObject(stateKey, body);
    const backup = await store.read(`${stateKey}.bak`);
    if (backup !== null) await store.remove(`${stateKey}.bak`, backup.version);
    await deployOrGoBack(meddledOnce(place.context()), request(underGate(second, { autoRollback: true })));
  });

  await scenario('a promotion while it is paused', () => deployRelease(place.context(), request(second)));

  await scenario('a promotion after it was resumed', async () => {
    const { actor, now } = place.context();
    await pausePromotion({ environment: 'dev', surroundings, actor, reason: null, now });
    await deployRelease(place.context(), request(second));
  });

  await scenario('a damaged lease', async () => {
    await store.create('leases/dev.json', body.slice(0, 20));
    const outcome = await told(() => deployRelease(place.context(), request(first)));
    const damaged = await store.read('leases/dev.json');
    await store.remove('leases/dev.json', damaged?.version ?? '');
    throw Object.assign(new Error(outcome.error ?? 'it was not refused'), { advice: outcome.advice });
  });

  // Samples of two long proofs: npm run soak -- concurrent backendFaults.
  const pair = await place.add(variant(first, (dev) => ({ ...dev, alarmErrors: dev.alarmErrors + 3 })));
  await sample('two at once', await twoAtOnce(place, pair, randomInt(3_000)));
  const kind = (['error', 'lost', 'cut', 'gone', 'expired', 'skewed'] as const)[randomInt(6)] ?? 'lost';
  const fault = { kind, from: randomInt(1, 60), count: 3 };
  const faulty = await place.add(variant(first, (dev) => ({ ...dev, alarmErrors: dev.alarmErrors + 4 })));
  const { problems, hits, ended } = await deployThroughFault(place, faulty, fault);
  const unhit = hits === 0 ? ['the fault hit nothing'] : [];
  await sample('a bucket that answers wrongly', [...problems, ...unhit], { ...fault, ended });

  await scenario('no state bucket', () => deployRelease(noBucket(), request(first)));
} finally {
  await place.close();
}
