import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigurationError } from '../errors.ts';
import { digestOf } from './digest.ts';
import type { Observation } from './observation.ts';
import { observationSchema } from './observationSchema.ts';

/** Seals the observation with its digest. Writes the file beside its place first, so that nobody reads half of it. */
export async function writeObservation(file: string, observation: Observation): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, `${JSON.stringify({ ...observation, digest: digestOf(observation) }, null, 1)}\n`);
  await rename(unfinished, file);
}

/**
 * Reads an observation and believes it only when it is whole, unchanged and about the environment that was asked for.
 *
 * @param environment refuse a file about any other
 * @throws ConfigurationError
 */
export async function readObservation(file: string, environment?: string): Promise<Observation> {
  const content = parseFile(file, await textOf(file));
  checkVersion(file, content);
  const parsed = observationSchema.safeParse(content);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `\n  ${path.join('.') || '(file)'}: ${message}`);
    throw refused(file, `is not an observation:${problems.join('')}`);
  }
  const { digest, ...observation } = parsed.data as Observation & { readonly digest: string };
  if (digestOf(observation) !== digest)
    throw refused(file, 'was changed after it was written: its digest does not match');
  if (environment !== undefined && observation.environment !== environment) {
    throw refused(file, `is about "${observation.environment}", not about "${environment}"`);
  }
  return observation;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`cannot read the observation ${file}`, {
      cause,
      advice: 'npm run observe -- ENV --out FILE writes one.',
    });
  }
}

function parseFile(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError(`the observation ${file} is truncated or no JSON`, {
      cause,
      advice: 'Observe again.',
    });
  }
}

function checkVersion(file: string, content: unknown): void {
  const version = (content as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version > 1) {
    throw new ConfigurationError(
      `the observation ${file} has schema version ${version}; this pipeline reads version 1`,
      {
        advice: 'It was written by a newer pipeline: compare with that one, or observe again with this one.',
      },
    );
  }
}

const refused = (file: string, what: string): ConfigurationError =>
  new ConfigurationError(`the observation ${file} ${what}`, { advice: 'Observe again; nothing was compared.' });
