/** What `preview --json` wrote, read as data of unknown origin: it may come from code that nobody reviewed. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const operations = ['create', 'update', 'replace', 'delete', 'same'] as const;
const text = (limit: number) => z.string().max(limit);

/** As the configuration allows it: these stand outside of code blocks. */
const name = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);

const change = z.object({
  operation: z.enum(operations),
  type: text(200),
  name: text(400),
  properties: z.record(text(400), text(100)),
});
const lines = z.array(text(10_000)).max(1000);
const parity = z.object({ baseline: name, opens: lines, closes: lines, alters: lines, unknown: z.int().min(0) });
const preview = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('planned'),
    environment: name,
    plan: z.object({ changes: z.array(change).max(10_000), notes: lines }),
    widenings: lines,
    parity: parity.nullable(),
    own: z.object({ waiting: z.string().regex(/^[0-9a-f]{64}$/), lines }).nullable(),
  }),
  z.object({ status: z.literal('failed'), environment: name, error: text(1_000_000) }),
]);

export type Preview = z.infer<typeof preview>;
export type PlannedPreview = Extract<Preview, { status: 'planned' }>;

export interface Collected {
  readonly previews: readonly Preview[];
  /** What was in the folder and is not a preview, with the end of each log. */
  readonly remarks: readonly string[];
}

/** Larger files are not read: no plan of ours is. */
const fileLimitBytes = 20_000_000;
const logTailCharacters = 4000;

/** Kept of a rehearsal that failed, whatever was previewed before. */
const rehearsalLog = 'rehearsal.log';

/** Reads every file of a folder. What does not fit is a remark, never an exception. */
export async function collectPreviews(directory: string): Promise<Collected> {
  const names = (await readdir(directory).catch(() => [])).sort();
  const files = await Promise.all(
    names
      .filter((name) => /^[\w.-]+\.(json|log)$/.test(name))
      .map(async (name) => ({ name, content: await read(directory, name) })),
  );
  const parsed = files.filter(({ name }) => name.endsWith('.json')).map(({ name, content }) => parse(name, content));
  const previews = parsed.flatMap((each) => each.previews);
  const logs = files.filter(({ name }) => name === rehearsalLog || (name.endsWith('.log') && previews.length === 0));
  return { previews, remarks: [...parsed.flatMap(({ remarks }) => remarks), ...logs.map(tailOf)] };
}

async function read(directory: string, name: string): Promise<string | null> {
  const path = join(directory, name);
  const { size } = await stat(path);
  return size > fileLimitBytes ? null : readFile(path, 'utf8');
}

function parse(name: string, content: string | null): Collected {
  const nothing = (why: string): Collected => ({ previews: [], remarks: [`${name}: ${why}`] });
  if (content === null) return nothing('too large to be read');
  try {
    const result = z.array(preview).max(20).safeParse(JSON.parse(content));
    return result.success ? { previews: result.data, remarks: [] } : nothing('not what a preview writes');
  } catch {
    return nothing('not JSON');
  }
}

const tailOf = ({ name, content }: { name: string; content: string | null }): string =>
  `${name}:\n${(content ?? '').trim().slice(-logTailCharacters)}`;
