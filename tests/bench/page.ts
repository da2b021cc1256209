import type { Row } from './row.ts';

export interface Measured {
  readonly machine: Readonly<Record<string, string | number>>;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly rows: readonly (Row & { readonly group: string })[];
}

/** `docs/benchmarks.md`: every figure beside its limit, with the machine that it was measured on. */
export function benchmarksPage({ machine, measuredAt, rows }: Measured): string {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const described = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  return [
    '# Benchmarks',
    'Made by `npm run bench -- --markdown docs/benchmarks.md`. Ratios, sizes and counts decide and have limits; they are measured in pairs in\none run, side by side with what else does the job where there is such a thing. Absolute times are indications of one machine.',
    `Measured ${measuredAt.slice(0, 10)} on: ${described.join(', ')}.`,
    ...groups.flatMap((group) => [`## ${group}`, table(rows.filter((row) => row.group === group))]),
    '',
  ].join('\n\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

const table = (rows: readonly Row[]): string =>
  ['| what | measured | limit | kept | how |', '| --- | ---: | ---: | --- | --- |', ...rows.map(line)].join('\n');

function line({ name, value, unit, limit, ok, how = '' }: Row): string {
  const figure = (number: number) => `${Number.isInteger(number) ? number : number.toPrecision(3)} ${unit}`.trim();
  const [most, kept] = limit === null ? ['', ''] : [figure(limit), ok ? 'yes' : '**no**'];
  return `| ${[cell(name), figure(value), most, kept, cell(how)].join(' | ')} |`;
}
