/** A promotion that somebody interrupts, and what must hold then: nothing is left behind, and the promotion goes on afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interrupted, type Interruption } from './ctrlC.ts';
import { command } from './run.ts';

export type Moment = Pick<Interruption, 'lines' | 'milliseconds' | 'again'>;

/** @returns what does not hold; empty when all is well */
export async function interruptedPromotion(moment: Moment): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-promotion-'));
  const environment = { PAYMENTS_SANDBOX_FOLDER: folder };
  try {
    const started = await command({ environment }, 'sandbox', 'start');
    if (started.code !== 0) return [`the sandbox did not start: ${started.told}`];
    const { reached, code, left, output } = await interrupted({
      command: ['promote', '--', '--sandbox'],
      environment,
      ...moment,
    });
    if (!reached) return left;
    return [
      ...left,
      ...(code === 0 ? ['it was told to end and ended with 0'] : []),
      ...(await goOn(environment, moment, output)),
    ];
  } finally {
    await command({ environment }, 'sandbox', 'stop');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** After a graceful end the same command goes on; after a forced one recovery may be needed, and the output says so. */
async function goOn(
  environment: Readonly<Record<string, string>>,
  { again }: Moment,
  output: string,
): Promise<readonly string[]> {
  const first = await command({ environment }, 'promote', '--sandbox');
  if (first.code === 0) return [];
  const [, place] = /npm run recover -- (\w+)/.exec(`${first.results}${first.told}`) ?? [];
  if (again === undefined) return [`it does not go on: ${first.results}${first.told}`];
  if (place === undefined || !output.includes('npm run recover')) return ['nobody says how to recover'];
  const recovered = await command({ environment }, 'recover', place, '--sandbox');
  if (recovered.code !== 0) return [`recovery of ${place} ended with ${recovered.code}: ${recovered.told}`];
  const second = await command({ environment }, 'promote', '--sandbox');
  return second.code === 0 ? [] : [`after recovery it does not go on: ${second.results}${second.told}`];
}
