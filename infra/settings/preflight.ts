/** Rules between settings: what AWS would refuse, or accept and then fail at, with AWS's reason. */
import { subscriberOf } from '../paymentProcessor/subscriber.ts';
import type { Settings } from './schema.ts';

export interface PreflightRule {
  /** The setting that the message is about. */
  readonly key: keyof Settings;
  /** Settings that the rule reads; it is judged when all of them are valid. */
  readonly needs: readonly (keyof Settings)[];
  /** What is wrong and why, or undefined. */
  check(settings: Settings): string | undefined;
}

export const preflightRules: readonly PreflightRule[] = [
  {
    key: 'visibilityTimeoutSeconds',
    needs: ['timeoutSeconds'],
    check: ({ visibilityTimeoutSeconds, timeoutSeconds }) =>
      visibilityTimeoutSeconds < 6 * timeoutSeconds
        ? `expected at least 6 times timeoutSeconds (${6 * timeoutSeconds}), got ${visibilityTimeoutSeconds}: ` +
          'Lambda retries a throttled batch for that long, and a message that shows up again meanwhile is processed twice'
        : undefined,
  },
  {
    key: 'reservedConcurrency',
    needs: ['accountConcurrency'],
    check: ({ reservedConcurrency, accountConcurrency }) =>
      reservedConcurrency > accountConcurrency - 100
        ? `expected at most ${accountConcurrency - 100}, got ${reservedConcurrency}: ` +
          `Lambda keeps 100 of the account's ${accountConcurrency} concurrent executions unreserved`
        : undefined,
  },
  {
    key: 'eventSourceConcurrency',
    needs: ['reservedConcurrency'],
    // Reserved 1 with the smallest concurrency that AWS takes is the one combination that cannot be avoided.
    check: ({ eventSourceConcurrency, reservedConcurrency }) =>
      eventSourceConcurrency > Math.max(2, reservedConcurrency)
        ? `expected at most reservedConcurrency (${Math.max(2, reservedConcurrency)}), got ${eventSourceConcurrency}: ` +
          'Lambda would throttle the rest, and every throttled receive counts towards receiveCount'
        : undefined,
  },
  {
    key: 'asyncEventAgeSeconds',
    needs: ['asyncRetries', 'timeoutSeconds'],
    // Lambda waits one minute before the first retry and two before the second.
    check: ({ asyncEventAgeSeconds, asyncRetries, timeoutSeconds }) => {
      const least = asyncRetries * timeoutSeconds + 30 * asyncRetries * (asyncRetries + 1);
      return asyncEventAgeSeconds < least
        ? `expected at least ${least}, got ${asyncEventAgeSeconds}: ` +
            `the event would expire before its ${asyncRetries} retries are over`
        : undefined;
    },
  },
  {
    key: 'zoneIds',
    needs: [],
    check: ({ zoneIds }) =>
      new Set(zoneIds).size < zoneIds.length
        ? `expected two different zones, got ${JSON.stringify(zoneIds)}: one zone that fails would stop all payments`
        : undefined,
  },
  {
    key: 'notificationAddresses',
    needs: [],
    check: ({ notificationAddresses }) => {
      const parts = notificationAddresses.map(subscriberOf);
      const twice = parts.find((part, index) => parts.indexOf(part) !== index);
      return twice === undefined
        ? undefined
        : `expected addresses that differ before the @, got "${twice}" twice: that part names the subscription`;
    },
  },
  {
    key: 'gate',
    needs: [],
    check: ({ gate }) =>
      gate.requireApproval !== gate.reviewersRequired > 0
        ? `expected reviewersRequired to be ${gate.requireApproval ? 'at least 1 with' : '0 without'} requireApproval, ` +
          `got ${gate.reviewersRequired}: a gate that asks for approval and has no reviewers would open by itself`
        : undefined,
  },
];
