import type { Finding, Report, Severity, Verdict, EnvironmentSummary } from './finding.ts';

export function summarise(
  findings: readonly Finding[],
  environments: Readonly<Record<string, EnvironmentSummary>>,
): Report['summary'] {
  const count = (...classes: readonly string[]): number =>
    findings.filter(({ classification }) => classes.includes(classification)).length;
  return {
    unexpected: count('unexpected', 'waiver-expired'),
    pendingRelease: count('pending-release'),
    expectedVariations: count('expected-variation'),
    waived: count('waived'),
    noise: count('provider-noise'),
    unknown: count('unknown'),
    notObservable: Object.values(environments).reduce((sum, { notObservable }) => sum + notObservable.length, 0),
  };
}

/** What is certainly different outweighs what is not known; what is not known is never in sync. */
export function verdictOf(
  summary: Report['summary'],
  environments: Readonly<Record<string, EnvironmentSummary>>,
): Verdict {
  if (summary.unexpected > 0) return 'drifted';
  const incomplete = Object.values(environments).some(({ observed }) => observed !== 'complete');
  return summary.unknown > 0 || incomplete ? 'unknown' : 'in-sync';
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
const classes = [
  'unexpected',
  'waiver-expired',
  'unknown',
  'pending-release',
  'waived',
  'provider-noise',
  'expected-variation',
];

/** Worst first; equals in an order that depends on nothing but themselves. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const keyed = findings.map((finding) => ({ finding, key: sortKey(finding) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ finding }) => finding);
}

function sortKey({ classification, severity, environment, kind, resource, path, id }: Finding): string {
  return [
    classes.indexOf(classification),
    severities.indexOf(severity),
    environment,
    kind,
    resource.type,
    resource.name,
    path,
    id,
  ].join('\u0000');
}
