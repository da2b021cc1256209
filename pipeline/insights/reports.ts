import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../comparison/finding.ts';
import { ConfigurationError } from '../errors.ts';
import { reportSchema } from '../report/reportSchema.ts';

export interface StoredReports {
  /** Oldest first. */
  readonly reports: readonly Report[];
  /** JSON files in the folder that are no report of this version, with the reason. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
}

/**
 * Every `report.json` below a folder, as the artifacts of the nightly runs leave them.
 *
 * @throws ConfigurationError when the folder cannot be read
 */
export async function readReports(folder: string): Promise<StoredReports> {
  const files = (await listing(folder)).filter((file) => /(^|[/\\])report\.json$/.test(file)).sort();
  const read = await Promise.all(files.map((file) => readOne(folder, file)));
  const reports = read.flatMap((one) => ('report' in one ? [one.report] : []));
  return {
    reports: reports.sort((a, b) => a.generatedAt.localeCompare(b.generatedAt)),
    unreadable: read.flatMap((one) => ('report' in one ? [] : [one])),
  };
}

async function listing(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (cause) {
    throw new ConfigurationError(`the folder of reports ${folder} cannot be read`, {
      cause,
      advice: 'Fetch them, for instance: gh run download --name drift-report --dir reports/nightly/RUN',
    });
  }
}

async function readOne(
  folder: string,
  file: string,
): Promise<{ readonly report: Report } | { readonly file: string; readonly reason: string }> {
  try {
    const parsed = reportSchema.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')));
    if (parsed.success) return { report: parsed.data as Report };
    const [issue] = parsed.error.issues;
    return { file, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a report'}` };
  } catch (error) {
    return { file, reason: error instanceof Error ? error.message : String(error) };
  }
}
