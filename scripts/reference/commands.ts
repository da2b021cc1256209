import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { generatedBy, root } from './page.ts';

const run = promisify(execFile);

/** The help of every npm script, as it is printed. `test` hands its arguments to jest and has none of its own. */
export async function commandsPage(scripts: Readonly<Record<string, string>>): Promise<string> {
  const commands = Object.entries(scripts).filter(([name]) => !isHook(name, scripts) && name !== 'test');
  const sections: string[] = [];
  for (let start = 0; start < commands.length; start += atOnce) {
    sections.push(...(await Promise.all(commands.slice(start, start + atOnce).map(section))));
  }
  return [
    '# Commands',
    `${generatedBy}\n\nOptions come after \`--\`. Exit codes everywhere: 0 done or in sync, 1 failed, 2 unexpected differences,\n3 could not be determined, 64 bad usage or configuration. \`npm test\` runs the tests; its arguments are those of jest.\n`,
    ...sections,
  ].join('\n\n');
}

/** Each is a process of Node. */
const atOnce = 4;

async function section([name, line]: readonly [string, string]): Promise<string> {
  return `## ${name}\n\n\`\`\`\n${await helpOf(line.replace('exec node ', ''))}\n\`\`\`\n`;
}

const isHook = (name: string, scripts: Readonly<Record<string, string>>): boolean =>
  name.startsWith('pre') && name.slice(3) in scripts;

async function helpOf(file: string): Promise<string> {
  const { stdout } = await run(process.execPath, [file, '--help'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
  });
  return stdout.trim();
}
