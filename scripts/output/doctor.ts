import type { Result, State } from '../../pipeline/doctor/check.ts';
import { colours } from './colours.ts';

const paint: Readonly<Record<State, (text: string) => string>> = {
  ok: colours.green,
  problem: colours.red,
  unknown: colours.yellow,
  'not-applicable': colours.dim,
};

const words: Readonly<Record<State, string>> = {
  ok: 'ok',
  problem: 'PROBLEM',
  unknown: 'unknown',
  'not-applicable': '-',
};

/** One line a check, the fix below it, and a count at the end. */
export function printDoctor(results: readonly Result[]): void {
  const width = Math.max(...results.map(({ title }) => title.length));
  for (const { state, title, reason, fix } of results) {
    const [first = '', ...rest] = reason.split('\n');
    console.log(`${paint[state](words[state].padEnd(8))} ${title.padEnd(width)}  ${first}`);
    for (const line of rest) console.log(`${' '.repeat(width + 11)}${line}`);
    if (fix !== undefined) console.log(`${' '.repeat(width + 11)}${colours.bold('->')} ${fix}`);
  }
  console.log(`\n${summaryOf(results)}`);
}

function summaryOf(results: readonly Result[]): string {
  const count = (state: State) => results.filter((result) => result.state === state).length;
  const [problems, unknowns] = [count('problem'), count('unknown')];
  if (problems === 0 && unknowns === 0) return colours.green('Everything that a run needs is there.');
  return [
    ...(problems > 0 ? [colours.red(`${problems} to put right`)] : []),
    ...(unknowns > 0 ? [colours.yellow(`${unknowns} could not be seen`)] : []),
    `${count('ok')} ok`,
  ].join(', ');
}
