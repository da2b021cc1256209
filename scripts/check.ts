/** `npm run check`: types, lint, formatting, workflow files, unused code and what must not be committed; one line each. */
import { cpus } from 'node:os';
import { ConfigurationError } from '../pipeline/errors.ts';
import type { Check } from './checks/check.ts';
import { checks } from './checks/list.ts';
import { command, exitCodes, runCommand } from './command.ts';
import { colours } from './output/colours.ts';

const atOnce = Math.min(2, cpus().length);

await runCommand(
  command('check', 'Check the repository itself: types, lint, formatting, workflow files, unused code; one line each.')
    .argument('[name...]', `only these: ${checks.map(({ name }) => name).join(', ')}`)
    .addHelpText('after', '\nExamples:\n  npm run check\n  npm run check -- types lint')
    .action(async (names: string[]) => {
      const waiting = [...chosen(names)];
      const failed: string[] = [];
      const work = async () => {
        for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
          if (!(await report(check))) failed.push(check.name);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      if (failed.length > 0) process.stdout.write(`${colours.red('failed:')} ${failed.join(', ')}\n`);
      process.exitCode = failed.length === 0 ? exitCodes.done : exitCodes.failed;
    }),
);

function chosen(names: readonly string[]): readonly Check[] {
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    throw new ConfigurationError(`no such check: ${unknown.join(', ')}`, {
      advice: `There are: ${checks.map(({ name }) => name).join(', ')}.`,
    });
  }
  return names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name));
}

/** A check that cannot run has not passed. */
async function report(check: Check): Promise<boolean> {
  const started = performance.now();
  const { passed, output } = await check.run().catch((error: unknown) => ({ passed: false, output: String(error) }));
  const time = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const mark = passed ? colours.green('ok    ') : colours.red('failed');
  const details = passed || output === '' ? '' : `${output.replaceAll(/^/gm, '  ')}\n`;
  process.stdout.write(`${mark} ${check.name.padEnd(11)} ${time.padStart(7)}  ${check.about}\n${details}`);
  return passed;
}
