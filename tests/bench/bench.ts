/** Runs the benchmark modules beside this file one after the other, prints a table, writes JSON. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError, EngineError } from '../../pipeline/errors.ts';
import { benchmarksPage } from './page.ts';
import type { Row } from './row.ts';

/** A group is a module with a `run`; the file's name is the group's. */
interface Group {
  readonly run: () => Promise<readonly Row[]> | readonly Row[];
}

const folder = import.meta.dirname;
const notGroups = new Set(['bench.ts', 'page.ts', 'row.ts']);

/** Files to write beside the table. */
interface Output {
  readonly json?: string;
  readonly markdown?: string;
}

export async function bench(chosen: readonly string[], { json, markdown }: Output): Promise<boolean> {
  const groups = await groupsOf(chosen);
  const rows: Measured[] = [];
  for (const group of groups) rows.push(...(groups.length === 1 ? await measure(group) : await measureApart(group)));
  const measured = { machine: machine(), measuredAt: new Date().toISOString(), rows };
  if (json !== undefined) await writeFile(json, `${JSON.stringify(measured, null, 2)}\n`);
  if (markdown !== undefined) await writeFile(markdown, benchmarksPage(measured));
  const exceeded = rows.filter(({ ok }) => !ok);
  console.log(
    exceeded.length === 0 ? '\nEvery limit is kept.' : `\nExceeded: ${exceeded.map(({ name }) => name).join('; ')}`,
  );
  return exceeded.length === 0;
}

type Measured = Row & { readonly group: string };

async function measure(group: string): Promise<readonly Measured[]> {
  process.stderr.write(`measuring ${group} ...\n`);
  const { run } = (await import(pathToFileURL(join(folder, `${group}.ts`)).href)) as Group;
  const rows = (await run()).map((row) => ({ group, ...row }));
  for (const row of rows) console.log(line(group, row));
  return rows;
}

/** In a process of its own: a group that inherits the memory of another one measures that too. */
async function measureApart(group: string): Promise<readonly Measured[]> {
  const results = await mkdtemp(join(tmpdir(), 'payments-bench-'));
  try {
    const file = join(results, 'rows.json');
    const command = [join(folder, '..', '..', 'scripts', 'bench.ts'), group, '--json', file];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
    await once(child, 'close');
    const measured = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new EngineError(`${group} could not be measured`, {
        cause,
        advice: `Run it alone: npm run bench -- ${group}`,
      });
    });
    const { rows } = JSON.parse(measured) as { readonly rows: readonly Measured[] };
    for (const row of rows) console.log(line(group, row));
    return rows;
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

async function groupsOf(chosen: readonly string[]): Promise<readonly string[]> {
  const files = await readdir(folder);
  const modules = await Promise.all(
    files
      .filter((file) => file.endsWith('.ts') && !notGroups.has(file))
      .map(async (file) => ({
        name: file.slice(0, -3),
        module: (await import(pathToFileURL(join(folder, file)).href)) as Partial<Group>,
      })),
  );
  const known = modules.filter(({ module }) => typeof module.run === 'function').map(({ name }) => name);
  const wrong = chosen.filter((name) => !known.includes(name));
  if (wrong.length > 0)
    throw new ConfigurationError(`no benchmark "${wrong.join('", "')}"`, {
      advice: `There are: ${known.sort().join(', ')}`,
    });
  return chosen.length > 0 ? chosen : known.sort();
}

function line(group: string, { name, value, unit, limit, ok, how }: Row): string {
  const figure = `${Number.isInteger(value) ? value : value.toPrecision(3)} ${unit}`.trim();
  const verdict = limit === null ? '' : `${ok ? 'within' : 'EXCEEDS'} ${limit} ${unit}`.trim();
  return `${group.padEnd(12)} ${name.padEnd(58)} ${figure.padStart(14)}  ${verdict.padEnd(22)} ${how ?? ''}`.trimEnd();
}

const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${release()}`,
  node: process.version,
});
