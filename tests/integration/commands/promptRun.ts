/** Asks for approval as a promotion does, and tells what was answered. */
import { join } from 'node:path';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import type { GateCard } from '../../../pipeline/release/gateCard.ts';
import { approver } from '../../../scripts/approver.ts';
import { endOnSignals, interruptSignal } from '../../../scripts/interrupt.ts';

const { hub } = loadConfiguration(join(import.meta.dirname, '..', '..', '..', 'config'));
const card: GateCard = {
  ...{ environment: hub.environment, release: 'a'.repeat(64), madeAt: '2026-03-02T09:00:00.000Z' },
  plan: { fingerprint: 'f'.repeat(64), summary: '1 to update', lines: ['~ aws:sqs/queue:Queue ingest'] },
  ...{ losses: [], difference: null, reviewedAt: null, widenings: [], parity: null, overwritten: null, below: null },
  ...{ missing: [], overridden: [] },
};

endOnSignals();
const interrupt = interruptSignal(() => console.log('told to end'));
const ask = approver({ name: 'ada', yes: false, sandbox: true, interrupt, output: process.stdout });
try {
  console.log(`answered: ${JSON.stringify(await ask(hub, card))}`);
} catch (error) {
  console.log(`not answered: ${error instanceof Error ? error.name : String(error)}`);
}
