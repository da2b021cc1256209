import type { Finding, Report, Severity } from '../../../pipeline/comparison/finding.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** GitHub shows ten annotations per level and step. */
const shown = 10;

const order: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };

/** The worst findings first, then every environment that could not be observed completely. */
export function annotations(report: Report): Annotation[] {
  const worst = report.findings
    .filter(({ classification }) => classification === 'unexpected' || classification === 'waiver-expired')
    .sort((a, b) => order[a.severity] - order[b.severity] || (a.id < b.id ? -1 : 1))
    .slice(0, shown);
  const unobserved = Object.entries(report.environments)
    .filter(([, { observed }]) => observed !== 'complete')
    .map(([name, { observed, error }]): Annotation => ({
      level: 'warning',
      title: `${name} was not observed completely`,
      message: `observation ${observed}${error === undefined ? '' : `: ${error}`}`,
    }));
  return [...worst.map(annotationOf), ...unobserved];
}

function annotationOf({ environment, resource, path, severity, reason, change }: Finding): Annotation {
  return {
    level: severity === 'critical' || severity === 'high' ? 'error' : 'warning',
    title: `${severity}: ${resource.name}${path === '' ? '' : ` ${path}`} ${change} in ${environment}`,
    message: `${resource.type}: ${reason}`,
  };
}
