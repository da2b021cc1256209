import type { Classification, Finding, FindingKind, Report } from '../comparison/finding.ts';

export interface Headline {
  /** The answer, one sentence. */
  readonly answer: string;
  /** What to do, one sentence. */
  readonly next: string;
}

/** Answers what everybody asks first: is the target the same as its baseline, and if not, what now? */
export function headlineOf(report: Report): Headline {
  const { baseline, target, verdict, summary, environments } = report;
  if (verdict === 'in-sync')
    return { answer: `${target} is the same as ${baseline}, as far as they are meant to be`, next: calm(report) };
  if (verdict === 'unknown') {
    const blind = Object.entries(environments)
      .filter(([, { observed }]) => observed !== 'complete')
      .map(([name]) => name);
    const where =
      blind.length > 0 ? `: ${blind.join(' and ')} ${blind.length > 1 ? 'were' : 'was'} not completely observed` : '';
    return {
      answer: `It is not known whether ${target} is the same as ${baseline}${where}`,
      next: 'Remove the causes named below and look again; nothing here says that all is well.',
    };
  }
  const parity = report.findings.some((finding) => isOpen(finding) && finding.kind === 'parity');
  const subject = parity
    ? `${target} is not the same as ${baseline}`
    : `${drifted(report).join(' and ')} ${drifted(report).length > 1 ? 'are' : 'is'} not what was deployed`;
  return { answer: `${subject}: ${count(summary.unexpected, 'unexpected difference')}`, next: nextStep(report) };
}

export const isOpen = ({ classification }: Pick<Finding, 'classification'>): boolean =>
  classification === 'unexpected' || classification === 'waiver-expired';

const drifted = ({ findings }: Report): readonly string[] =>
  [...new Set(findings.filter(isOpen).map(({ environment }) => environment))].sort();

function calm({ summary }: Report): string {
  const parts = [
    ...(summary.expectedVariations > 0
      ? [
          `${count(summary.expectedVariations, 'declared variation')} ${summary.expectedVariations > 1 ? 'have' : 'has'} the declared value`,
        ]
      : []),
    ...(summary.pendingRelease > 0
      ? [
          `${count(summary.pendingRelease, 'difference')} ${summary.pendingRelease > 1 ? 'wait' : 'waits'} for promotion`,
        ]
      : []),
    ...(summary.waived > 0 ? [`${summary.waived} waived`] : []),
  ];
  return parts.length > 0 ? `Nothing to do; ${parts.join(', ')}.` : 'Nothing to do.';
}

function nextStep({ findings }: Report): string {
  const open = findings.filter(isOpen);
  const first = open[0];
  const urgent = open.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
  const lead =
    urgent > 0
      ? `${urgent} of ${open.length} ${urgent > 1 ? 'are' : 'is'} critical or high.`
      : 'None is critical or high.';
  return first === undefined
    ? lead
    : `${lead} Start with ${first.resource.name}${first.path === '' ? '' : `: ${first.path}`}.`;
}

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

export const kindNames: Readonly<Record<FindingKind, string>> = {
  'live-drift': 'live drift',
  'undeployed-change': 'undeployed change',
  parity: 'parity',
};

export const classNames: Readonly<Record<Classification, string>> = {
  unexpected: 'unexpected',
  'waiver-expired': 'waiver expired',
  unknown: 'unknown',
  'pending-release': 'waits for promotion',
  waived: 'waived',
  'provider-noise': 'probable provider noise',
  'expected-variation': 'declared variation',
};
