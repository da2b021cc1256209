/** A stand-in of GitHub, a clock that only jumps, and reports to publish. */
import type { Finding, Report, Verdict } from '../../../pipeline/comparison/finding.ts';
import { conversations, type Conversations } from '../../../pipeline/publish/conversations.ts';
import type { IssueRequest } from '../../../pipeline/publish/publishIssue.ts';
import { patient } from '../../../pipeline/publish/retry.ts';
import { connect, type Clock, type Send } from '../../../pipeline/publish/transport.ts';
import { startGitHub, type GitHubStandIn } from '../../../sandbox/github/server.ts';
import { newWorld } from '../../../sandbox/github/world.ts';

export interface Setting {
  readonly standIn: GitHubStandIn;
  readonly clock: Clock & { readonly slept: number[] };
  readonly send: Send;
  readonly github: Conversations;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly lines: string[];
}

export async function openSetting(): Promise<Setting> {
  const repository = { owner: 'acme', repo: 'payments' };
  const standIn = await startGitHub(newWorld(repository.owner, repository.repo));
  const clock = jumpingClock();
  const lines: string[] = [];
  const direct = await connect({ token: 'ghs_test', baseUrl: standIn.url });
  const send = patient(direct, { clock, log: (line) => lines.push(line) });
  return { standIn, clock, send, github: conversations(send, repository), repository, lines };
}

/** Sleeping costs nothing and moves the time. */
export function jumpingClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  let now = Date.parse('2026-11-24T03:00:00Z');
  return {
    slept,
    now: () => now,
    random: () => 0,
    async sleep(milliseconds) {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}

export function finding(id: string, change: Partial<Finding> = {}): Finding {
  return {
    id,
    kind: 'parity',
    environment: 'prod',
    resource: {
      type: 'aws:lambda/function:Function',
      name: 'processor',
      urn: 'urn:pulumi:prod::payments::x::processor',
      physicalId: 'p',
    },
    change: 'changed',
    path: 'memorySize',
    expected: 2048,
    actual: 1024,
    classification: 'unexpected',
    severity: 'medium',
    reason: 'declared 2048',
    resolve: ['revert', 'adopt', 'waive'],
    ...change,
  };
}

export function report(verdict: Verdict, findings: readonly Finding[] = [], change: Partial<Report> = {}): Report {
  const environment = {
    account: '333333333333',
    region: 'eu-west-1',
    release: 'r1',
    observed: verdict === 'unknown' ? ('partial' as const) : ('complete' as const),
    observedAt: '2026-11-24T03:17:00.000Z',
    resources: 51,
    notObservable: [],
  };
  return {
    schemaVersion: 1,
    verdict,
    generatedAt: '2026-11-24T03:20:00.000Z',
    baseline: 'staging',
    target: 'prod',
    environments: { staging: environment, prod: environment },
    findings,
    notes: [],
    resources: [],
    summary: {
      unexpected: findings.length,
      pendingRelease: 0,
      expectedVariations: 0,
      waived: 0,
      noise: 0,
      unknown: verdict === 'unknown' ? 1 : 0,
      notObservable: 0,
    },
    ...change,
  };
}

export const runOf = (id: number) => ({ id: String(id), url: `https://github.com/acme/payments/actions/runs/${id}` });

export function issueRequest(
  { github, clock }: Setting,
  about: Report,
  runId: number,
  change: Partial<IssueRequest> = {},
): IssueRequest {
  return {
    report: about,
    render: () => `# ${about.verdict}\n\n${about.findings.map(({ id }) => id).join('\n')}`,
    run: runOf(runId),
    github,
    clock,
    author: 'github-actions[bot]',
    labels: ['drift'],
    assignees: [],
    ...change,
  };
}
