import pc from 'picocolors';
import type { Finding, Report, Severity } from '../comparison/finding.ts';
import { classNames, headlineOf, isOpen, kindNames } from './headline.ts';
import { plain, visible } from './values.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Findings shown in full; the rest is counted. */
  readonly most?: number;
}

/** Short, worst first: the answer, what is open, and how much else there is. */
export function renderTerminal(report: Report, { colour, most = 20 }: TerminalOptions): string {
  const paint = pc.createColors(colour);
  const { answer, next } = headlineOf(report);
  const mark = { 'in-sync': paint.green('✓'), drifted: paint.red('✗'), unknown: paint.yellow('?') }[report.verdict];
  const shown = report.findings.filter((each) => isOpen(each) || each.classification === 'unknown');
  const lines = [
    `${mark} ${paint.bold(line(answer))}`,
    `  ${line(next)}`,
    ...shown.slice(0, most).flatMap((each) => ['', ...findingLines(each, paint)]),
    ...(shown.length > most ? ['', `  and ${shown.length - most} more: see report.html`] : []),
    ...environmentLines(report, paint),
    ...report.notes.map(({ environment, text }) =>
      paint.dim(`  note: ${line(environment === null ? text : `${environment}: ${text}`)}`),
    ),
    ...tally(report, paint),
  ];
  return `${lines.join('\n')}\n`;
}

type Paint = ReturnType<typeof pc.createColors>;

function findingLines(finding: Finding, paint: Paint): readonly string[] {
  const { severity, environment, resource, path, kind, classification, expected, actual, reason, attribution, id } =
    finding;
  const place = path === '' ? resource.name : `${resource.name}.${path}`;
  const value = path === '' ? finding.change : `${plain(expected, 60)} → ${plain(actual, 60)}`;
  return [
    `  ${severityColour(severity, paint)(severity.padEnd(8))} ${paint.bold(line(environment))} ${line(place)}  ${value}`,
    `           ${paint.dim(`${kindNames[kind]}, ${classNames[classification]} · ${line(resource.type)} · ${id}`)}`,
    `           ${line(reason)}`,
    ...(attribution === undefined
      ? []
      : [`           by ${line(attribution.actor)} (${line(attribution.event)}) at ${line(attribution.at)}`]),
  ];
}

function severityColour(severity: Severity, paint: Paint): (text: string) => string {
  if (severity === 'critical') return (text) => paint.bgRed(paint.white(text));
  return { high: paint.red, medium: paint.yellow, low: paint.cyan, info: paint.dim }[severity];
}

function environmentLines({ environments }: Report, paint: Paint): readonly string[] {
  const lines = Object.entries(environments).map(([name, { observed, resources, release, notObservable, error }]) => {
    const state = observed === 'complete' ? paint.green(observed) : paint.yellow(observed);
    const hidden = notObservable.length > 0 ? `, ${notObservable.length} not observable here` : '';
    return `  ${line(name).padEnd(10)} ${state}, ${resources} resources, release ${line(release ?? 'none')}${hidden}${error ? `\n             ${line(error)}` : ''}`;
  });
  return ['', ...lines];
}

function tally({ summary }: Report, paint: Paint): readonly string[] {
  const { unexpected, pendingRelease, expectedVariations, waived, noise, unknown } = summary;
  const parts = [
    `${unexpected} unexpected`,
    `${unknown} unknown`,
    `${pendingRelease} waiting for promotion`,
    `${waived} waived`,
    `${noise} noise`,
    `${expectedVariations} declared variations`,
  ];
  return [paint.dim(`  ${parts.join(' · ')}`)];
}

/** What comes from outside stays on its line: a name of several lines could pretend to be a verdict. */
const line = (text: string): string => visible(text).replaceAll(/\s+/g, ' ');
