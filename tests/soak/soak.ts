/** Runs the proofs of this folder chunk by chunk until all are complete or the time is up; counts survive between runs. */
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomInt } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ConfigurationError } from '../../pipeline/errors.ts';
import type { Proof } from './proof.ts';

export interface SoakOptions {
  readonly proofs: readonly string[];
  readonly minutes: number;
  readonly seed?: number;
  readonly fresh?: boolean;
}

const recordSchema = z.strictObject({ seed: z.number(), done: z.record(z.string(), z.number()) });
type Counts = z.infer<typeof recordSchema>;

const file = join(import.meta.dirname, '..', '..', '.cache', 'soak.json');

/** @returns false when a proof failed */
export async function soak({ proofs: chosen, minutes, seed, fresh = false }: SoakOptions): Promise<boolean> {
  const proofs = await proofsOf(chosen);
  const deadline = Date.now() + minutes * 60_000;
  const counts = await startingCounts(seed, fresh);
  console.log(`seed ${counts.seed}, at most ${minutes} minutes`);
  const failures: string[] = [];
  for (const [name, proof] of proofs) {
    // What one proof cannot do keeps none of the others from being run and told.
    const failure = await complete(name, proof, counts, deadline).catch(brokeOff);
    if (failure === null) continue;
    failures.push(`${name}: ${failure}`);
    console.error(`${name}: failed, see below`);
  }
  for (const [name, proof] of proofs)
    console.log(`${name.padEnd(20)} ${counts.done[name] ?? 0} of ${proof.cases}: ${proof.claim}`);
  for (const failure of failures) console.error(`FAILED ${failure}`);
  return failures.length === 0;
}

const brokeOff = (error: unknown): string =>
  `broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;

async function complete(name: string, proof: Proof, counts: Counts, deadline: number): Promise<string | null> {
  for (let done = counts.done[name] ?? 0; done < proof.cases && Date.now() < deadline; done = counts.done[name] ?? 0) {
    const cases = Math.min(proof.chunk, proof.cases - done);
    // Each chunk has a seed of its own that follows from the first: a resumed run does not repeat cases.
    const { cases: ran, failure } = await proof.run({ seed: counts.seed + done, cases, deadline });
    if (failure !== null) return failure;
    if (ran === 0) return null;
    counts.done[name] = done + ran;
    await save(counts);
    process.stderr.write(`${name}: ${counts.done[name]} of ${proof.cases}\n`);
  }
  return null;
}

async function startingCounts(seed: number | undefined, fresh: boolean): Promise<Counts> {
  const earlier = fresh || seed !== undefined ? null : await saved();
  return earlier ?? { seed: seed ?? randomInt(2 ** 31), done: {} };
}

async function saved(): Promise<Counts | null> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

async function save(counts: Counts): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, JSON.stringify(counts));
  await rename(`${file}.part`, file);
}

async function proofsOf(chosen: readonly string[]): Promise<readonly (readonly [string, Proof])[]> {
  const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.ts')).sort();
  const modules = await Promise.all(files.map(async (name) => [name.slice(0, -3), await proofOf(name)] as const));
  const known = modules.flatMap(([name, proof]) => (proof === undefined ? [] : [[name, proof] as const]));
  const wrong = chosen.filter((name) => !known.some(([each]) => each === name));
  if (wrong.length === 0) return chosen.length === 0 ? known : known.filter(([name]) => chosen.includes(name));
  throw new ConfigurationError(`no proof "${wrong.join('", "')}"`, {
    advice: `There are: ${known.map(([name]) => name).join(', ')}`,
  });
}

async function proofOf(name: string): Promise<Proof | undefined> {
  if (name === 'soak.ts' || name === 'proof.ts') return undefined;
  const module = (await import(pathToFileURL(join(import.meta.dirname, name)).href)) as { proof?: Proof };
  return module.proof;
}
