import { isPolicy } from '../snapshot/policy.ts';
import { opensToAll, policyAccess } from './access.ts';
import type { Judged, Subject } from './judged.ts';
import { severityOfAddition, severityOfLoss } from './severityOfWhole.ts';
import { propertyRules } from './severityOfProperty.ts';

/** How bad a difference is, by what changed and in which direction. */
export function judge(subject: Subject): Judged {
  if (subject.path === '') {
    if (subject.change === 'added') return severityOfAddition(subject.type, subject.after ?? {});
    return severityOfLoss(subject.type);
  }
  const top = /^[^.[]+/.exec(subject.path)?.[0] ?? subject.path;
  return judgePolicy(subject, top) ?? judgeProperty(subject, top);
}

function judgePolicy({ before, after, expected, actual }: Subject, top: string): Judged | null {
  const [left, right] = [before?.[top] ?? expected, after?.[top] ?? actual];
  if (!isPolicy(left) && !isPolicy(right)) return null;
  const access = policyAccess(left, right);
  if (access === 'wider' && opensToAll(actual) && !opensToAll(expected))
    return { severity: 'critical', why: 'the policy now allows everybody or everything' };
  if (access === 'wider') return { severity: 'critical', why: 'the policy allows more than it should' };
  if (access === 'narrower')
    return { severity: 'medium', why: 'the policy allows less than it should: calls may be refused' };
  return { severity: 'low', why: 'the policy is worded differently and allows the same' };
}

function judgeProperty(subject: Subject, top: string): Judged {
  const rule = propertyRules.find(
    ({ properties, applies }) => properties.test(top) && (applies === undefined || applies(subject)),
  );
  return rule ?? { severity: 'medium', why: 'it is not what was reviewed and deployed' };
}
