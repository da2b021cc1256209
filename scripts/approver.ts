import { createInterface } from 'node:readline/promises';
import type { Settings } from '../infra/settings.ts';
import type { Plan } from '../pipeline/engine/plan.ts';
import { planLines, summarise } from '../pipeline/release/planText.ts';

/** Asks the person at the terminal. Without a terminal and without `--yes` nothing is approved: the gate fails closed. */
export const approver =
  (yes: boolean) =>
  async ({ environment }: Settings, plan: Plan): Promise<boolean> => {
    if (yes) return true;
    console.log(`${environment}: ${summarise(plan.changes)}`);
    for (const line of planLines(plan)) console.log(`  ${line}`);
    if (!process.stdin.isTTY) {
      console.log(`${environment} asks for approval, and there is no terminal to ask at (--yes approves).`);
      return false;
    }
    const prompt = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return /^y(es)?$/i.test((await prompt.question(`Apply this to ${environment}? [y/N] `)).trim());
    } finally {
      prompt.close();
    }
  };
