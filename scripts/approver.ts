import { createInterface } from 'node:readline/promises';
import type { Settings } from '../infra/settings.ts';
import type { Approval } from '../pipeline/release/approval.ts';
import type { GateCard } from '../pipeline/release/gateCard.ts';
import { cardSections } from '../pipeline/release/gateCardText.ts';
import { colours } from './output/colours.ts';
import { settle } from './progress.ts';

export interface Approver {
  /** Who approves by being here; recorded as the approver, and compared with the authors. */
  readonly name: string;
  /** Approve without asking. */
  readonly yes: boolean;
  /** In the sandbox there is nobody to protect: without a terminal it approves by itself, and says so. */
  readonly sandbox: boolean;
  /** Ends the question, which then counts as not answered. */
  readonly interrupt: AbortSignal | undefined;
  /** Where the card and the question go. */
  readonly output: NodeJS.WriteStream;
}

/** Who approves in the sandbox: whoever tries it there is alone, and has written what waits for approval. */
export const secondPerson = 'sandbox <approver@sandbox.invalid>';

/** Asks the person at the terminal. Without a terminal and without `--yes` nothing is approved: the gate fails closed. */
export const approver =
  ({ name, yes, sandbox, interrupt, output }: Approver) =>
  async ({ environment }: Settings, card: GateCard): Promise<Approval> => {
    const print = (line: string) => void output.write(`${line}\n`);
    settle();
    printCard(card, print);
    if (yes) return { status: 'approved', by: [name] };
    if (process.stdin.isTTY)
      return (await agrees(environment, interrupt, output))
        ? { status: 'approved', by: [name] }
        : { status: 'refused' };
    if (sandbox) {
      print(`${environment} asks for approval. There is no terminal, and this is the sandbox: approved.`);
      return { status: 'approved', by: [name] };
    }
    print(`${environment} asks for approval, and there is no terminal to ask at (--yes approves).`);
    return { status: 'refused' };
  };

function printCard(card: GateCard, print: (line: string) => void): void {
  print(`${colours.bold(card.environment)}: release ${card.release.slice(0, 12)}`);
  for (const { title, lines } of cardSections(card)) {
    print(`  ${colours.bold(title)}`);
    for (const line of lines) print(`    ${line}`);
  }
}

async function agrees(
  environment: string,
  interrupt: AbortSignal | undefined,
  output: NodeJS.WriteStream,
): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output });
  // While it reads keys, the terminal sends Ctrl-C as one of them.
  prompt.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const question = `Apply this to ${environment}? [y/N] `;
    const answer = await prompt.question(question, interrupt === undefined ? {} : { signal: interrupt });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    // Ctrl-D, or a terminal that went away: whoever says nothing did not say yes.
    if (interrupt?.aborted === true || (error as Error).name !== 'AbortError') throw error;
    return false;
  } finally {
    prompt.close();
  }
}
