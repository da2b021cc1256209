import { expect, test } from '@jest/globals';
import { longestWaitMinutes, untilOpen } from '../../../.github/actions/promotion/wait.ts';
import { deployment, record, releaseId } from '../release/records.ts';

const release = releaseId('a');
const now = new Date('2026-03-02T09:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

async function waited(opensAt: Date | null, { own = record('prod'), interrupt = new AbortController() } = {}) {
  const outputs: string[] = [];
  const tell = {
    info: () => {},
    output: (name: string, value: string) => outputs.push(`${name}=${value}`),
    summary: async () => {},
  };
  const decision = { missing: ['staging has run it for 40 of 60 minutes'], overridden: [], opensAt };
  const started = performance.now();
  const waiting = { tell, now: () => now, interrupt: interrupt.signal };
  await untilOpen(waiting, { environment: 'prod', release }, { own, decision });
  return { outputs, milliseconds: performance.now() - started };
}

test('R17 R43: a gate that only time keeps shut is waited for, and the job is told that its session may have ended', async () => {
  const { outputs, milliseconds } = await waited(new Date(now.getTime() + 120));
  expect(outputs).toEqual(['waited=true']);
  expect(milliseconds).toBeGreaterThanOrEqual(110);
});

test.each([
  ['needs somebody, or is open', null],
  ['opens later than the job may wait', minutes(longestWaitMinutes + 1)],
  ['is open by now', minutes(-1)],
])('R17: a gate that %s is not waited for', async (_name, opensAt) => {
  expect((await waited(opensAt)).outputs).toEqual(['waited=false']);
});

test('R17: what runs there verified waits for nothing', async () => {
  const own = record('prod', { current: deployment(release) });
  expect((await waited(minutes(30), { own })).outputs).toEqual(['waited=false']);
});

test('R36: a run that is cancelled while it waits says so, and how to go on', async () => {
  const interrupt = new AbortController();
  const waiting = waited(minutes(30), { interrupt });
  interrupt.abort();
  await expect(waiting).rejects.toMatchObject({
    message: 'prod was cancelled while it waited for its gate',
    advice: 'Nothing was changed. Re-run all jobs of this run.',
  });
});
