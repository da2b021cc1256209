import { rmSync } from 'node:fs';
import { onExit } from '../../../pipeline/engine/onExit.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/index.ts';
import { killGroup } from '../../../sandbox/processGroup.ts';

/** A sandbox that commands attach to, as to one that was left running, but that ends with this process, folder and all. */
export async function ownSandbox(options: Omit<SandboxOptions, 'detached'>): Promise<Sandbox> {
  const sandbox = await startSandbox({ ...options, detached: true });
  const forget = onExit(() => {
    killGroup(sandbox.pid);
    rmSync(options.folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const stop = async (): Promise<void> => {
    await sandbox.stop();
    forget();
  };
  return { ...sandbox, stop };
}
