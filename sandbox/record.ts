/** `sandbox.json`: how another process finds a running sandbox and knows that it is this one. */
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const readonlyList = <T extends z.ZodType>(item: T) => z.array(item).readonly();

const schema = z.strictObject({
  /** Also written to the state bucket, so that a stranger on the same port is noticed. */
  identity: z.string().min(1),
  pid: z.int().positive(),
  port: z.int().positive(),
  startedAt: z.iso.datetime(),
  landscape: z.strictObject({
    environments: readonlyList(
      z.strictObject({
        environment: z.string(),
        account: z.string(),
        region: z.string(),
        promotesFrom: z.string().optional(),
      }),
    ),
    repository: z.strictObject({
      owner: z.string(),
      name: z.string(),
      ids: z.strictObject({ owner: z.string(), repository: z.string() }).exactOptional(),
    }),
    workflows: z.strictObject({ release: readonlyList(z.string()), deploy: readonlyList(z.string()) }),
  }),
});

export type SandboxRecord = z.infer<typeof schema>;

const fileIn = (folder: string) => join(folder, 'sandbox.json');

/** Null when there is none, or when it was written by something else. */
export function readRecord(folder: string): SandboxRecord | null {
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch {
    return null;
  }
}

export async function writeRecord(folder: string, record: SandboxRecord): Promise<void> {
  const temporary = `${fileIn(folder)}.${process.pid}`;
  await writeFile(temporary, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(temporary, fileIn(folder));
  await writeFile(join(folder, 'port'), String(record.port));
}

export const removeRecord = (folder: string): Promise<void> => rm(fileIn(folder), { force: true });

/** The port of the sandbox that ran here before: queue URLs in state and in shells hold it, so it is taken again if it is free. */
export function earlierPort(folder: string): { readonly preferredPort?: number } {
  const file = join(folder, 'port');
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  return Number.isInteger(port) && port > 1023 && port < 65536 ? { preferredPort: port } : {};
}
