import type { Finding, Report, EnvironmentSummary } from '../comparison/finding.ts';

const withheld = '[withheld]';

/**
 * A report for a public place: which resource and which property, but no values, no ids, no people and no messages that
 * may quote them. Verdict, classes, severities and counts stay.
 */
export function withholdValues(report: Report): Report {
  const environments = Object.entries(report.environments).map(([name, summary]) => [name, withoutAccount(summary)]);
  return {
    ...report,
    environments: Object.fromEntries(environments) as Report['environments'],
    findings: report.findings.map(withoutValues),
    notes: [],
  };
}

function withoutAccount({ error, ...summary }: EnvironmentSummary): EnvironmentSummary {
  return {
    ...summary,
    account: withheld,
    notObservable: summary.notObservable.map((one) => ({ ...one, reason: withheld })),
    ...(error === undefined ? {} : { error: 'withheld; the log of the run has it' }),
  };
}

function withoutValues({ attribution: _who, waiver: _waiver, ...finding }: Finding): Finding {
  return {
    ...finding,
    resource: { ...finding.resource, urn: withheld, physicalId: null },
    expected: finding.expected === null ? null : withheld,
    actual: finding.actual === null ? null : withheld,
    reason: withheld,
  };
}
