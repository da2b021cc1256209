import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../infra/settings.ts';
import { onExit } from './onExit.ts';

/** The guardrails as a policy pack for one engine run. */
export interface AttachedGuardrails {
  /** Folder for `policyPacks` of the Automation API. */
  readonly pack: string;
  /** Folder of what starts the pack, by its runtime. */
  readonly starters: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * The engine starts a pack of an unknown runtime through `pulumi-analyzer-policy-RUNTIME` and reads the port from its output. Ours tells the port of this process, which serves the rules, and stays until the engine is gone.
 * The rules are the current pipeline's, also when an earlier release is deployed.
 */
export async function attachGuardrails(settings: Settings): Promise<AttachedGuardrails> {
  const { serveGuardrails } = await import('../../infra/policies/analyzer.ts');
  const server = await serveGuardrails(settings);
  const folder = await mkdtemp(join(tmpdir(), 'payments-guardrails-'));
  const forget = onExit(() => rmSync(folder, { recursive: true, force: true }));
  const pack = join(folder, 'pack');
  await mkdir(pack);
  await writeFile(join(pack, 'PulumiPolicy.yaml'), `runtime: ${runtime}\n`);
  await writeFile(join(folder, `pulumi-analyzer-policy-${runtime}`), starter(server.port), { mode: 0o755 });
  return {
    pack,
    starters: { [runtime]: folder },
    close: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
      forget();
    },
  };
}

const runtime = 'payments';

/** Ends with the engine, whichever of the two is ended, and at once: the sleeping is done by a child. */
const starter = (port: number): string => `#!/bin/sh
trap 'exit 0' INT TERM HUP
echo ${port}
while kill -0 "$PPID" 2>/dev/null; do
  sleep 1 >/dev/null 2>&1 &
  wait $!
done
`;
