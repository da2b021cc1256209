/** Payments that keep flowing while environments are deployed to, changed by hand and put right. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SmokePaymentResult } from '../../pipeline/account/smokePayment.ts';
import { expect } from './check.ts';

/** What became of the payments of one environment. */
export interface Flow {
  /** Recorded, and their outcome told. */
  readonly through: number;
  readonly lost: readonly string[];
}

export interface PaymentStream {
  /** From now on one payment after the other goes through this environment, with a pause between them. */
  begin(environment: string, pay: () => Promise<SmokePaymentResult>): void;
  /** Sends no more; what is under way comes to its end. */
  end(): Promise<ReadonlyMap<string, Flow>>;
}

const pauseMilliseconds = 2000;

/** @param changed called whenever a payment came to its end */
export function paymentStream(changed: (flows: ReadonlyMap<string, Flow>) => void): PaymentStream {
  const flows = new Map<string, Flow>();
  const ending = new AbortController();
  const streams: Promise<void>[] = [];

  const flow = async (environment: string, pay: () => Promise<SmokePaymentResult>) => {
    while (!ending.signal.aborted) {
      const before = flows.get(environment) ?? { through: 0, lost: [] };
      flows.set(environment, await after(before, pay));
      changed(flows);
      await sleep(pauseMilliseconds, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  return {
    begin(environment, pay) {
      if (flows.has(environment)) return;
      flows.set(environment, { through: 0, lost: [] });
      streams.push(flow(environment, pay));
    },
    async end() {
      ending.abort();
      await Promise.all(streams);
      return flows;
    },
  };
}

async function after({ through, lost }: Flow, pay: () => Promise<unknown>): Promise<Flow> {
  try {
    await pay();
    return { through: through + 1, lost };
  } catch (error) {
    return { through, lost: [...lost, (error as Error).message] };
  }
}

/** One line, lowest environment first; a dot where no payment has been sent yet. */
export const flowLine = (environments: readonly string[], flows: ReadonlyMap<string, Flow>): string =>
  environments.map((environment) => `${environment} ${flows.get(environment)?.through ?? '·'}`).join(' → ');

/** Throws unless payments went through every environment, and none was lost. */
export function expectNoneLost(environments: readonly string[], flows: ReadonlyMap<string, Flow>): void {
  for (const environment of environments) {
    const { through, lost } = flows.get(environment) ?? { through: 0, lost: [] };
    expect(lost.length === 0, `${environment}: ${lost.join('; ')}`);
    expect(through > 0, `${environment}: no payment went through`);
  }
}
