/** What goes wrong around a promotion that nobody kills: its disk fills up, or the account and the bucket are away for a while. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OwnSandbox } from './ownSandbox.ts';

export const troubleKinds = ['full disk', 'emulator restarted'] as const;
export type TroubleKind = (typeof troubleKinds)[number];

/** One that is about to happen. */
export interface Trouble {
  /** Goes before the command that is to meet it. */
  readonly wrapper: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  begin(): void;
  /** When it is over, and nothing of it is left. */
  end(): Promise<void>;
}

export const prepare = (kind: TroubleKind, sandbox: OwnSandbox): Promise<Trouble> =>
  kind === 'full disk' ? fullDisk() : Promise.resolve(restart(sandbox));

/** Whether this machine lets anybody have a small disk of their own: Linux with user namespaces. */
export const canFillDisk = (): boolean => spawnSync('unshare', ['-rm', 'true']).status === 0;

/** A disk of 16 MiB for temporary files, which something else fills to the last byte when the file of that name appears. */
const ownDisk = `
mount -t tmpfs -o size=16m tmpfs "$TMPDIR" || exit 70
fill() {
  until [ -e "$FULL" ]; do kill -0 $$ || exit; sleep 0.02; done
  while kill -0 $$; do cat /dev/zero >> "$TMPDIR/filler"; sleep 0.02; done
}
fill > /dev/null 2>&1 < /dev/null &
exec "$@"`;

async function fullDisk(): Promise<Trouble> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-disk-'));
  const mark = `${folder}.full`;
  let begun: Promise<void> | undefined;
  return {
    wrapper: ['unshare', '-rm', 'sh', '-c', ownDisk, 'sh'],
    environment: { TMPDIR: folder, FULL: mark },
    begin: () => void (begun = writeFile(mark, '')),
    end: async () => {
      await begun;
      await rm(mark, { force: true });
      await rm(folder, { recursive: true });
    },
  };
}

function restart(sandbox: OwnSandbox): Trouble {
  let begun: Promise<void> | undefined;
  return {
    ...{ wrapper: [], environment: {} },
    begin: () => void (begun = sandbox.restart()),
    end: async () => begun,
  };
}
