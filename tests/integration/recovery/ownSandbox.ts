import { rmSync } from 'node:fs';
import { onExit } from '../../../pipeline/engine/onExit.ts';
import { startEmulator } from '../../../sandbox/emulator.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/index.ts';
import { endGroup, killGroup } from '../../../sandbox/processGroup.ts';
import { sandboxSurroundings } from '../../../sandbox/surroundings.ts';
import { readRecord, writeRecord } from '../../../sandbox/record.ts';

export interface OwnSandbox extends Sandbox {
  /** Ends the emulator in order and starts it again where it was: what it held it holds again. */
  restart(): Promise<void>;
}

/** A sandbox that commands attach to, as to one that was left running, but that ends with this process, folder and all. */
export async function ownSandbox(options: Omit<SandboxOptions, 'detached'>): Promise<OwnSandbox> {
  const { folder } = options;
  const sandbox = await startSandbox({ ...options, detached: true });
  let { pid, surroundings } = sandbox;
  const forget = onExit(() => {
    killGroup(pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    ...sandbox,
    // The emulator keeps no session over a restart: whoever asks has to enter again.
    get surroundings() {
      return surroundings;
    },
    restart: async () => {
      pid = await startedAgain(pid, folder, Number(new URL(sandbox.endpoint).port));
      surroundings = sandboxSurroundings(sandbox.endpoint, sandbox.landscape);
    },
    stop: async () => {
      await endGroup(pid);
      forget();
    },
  };
}

async function startedAgain(pid: number, folder: string, port: number): Promise<number> {
  await endGroup(pid);
  const emulator = await startEmulator({ folder, detached: true, preferredPort: port });
  emulator.leave();
  if (emulator.port !== port) {
    await emulator.stop();
    throw new Error(`port ${port} was taken while the emulator was away`);
  }
  const record = readRecord(folder);
  if (record !== null) await writeRecord(folder, { ...record, pid: emulator.pid });
  return emulator.pid;
}
