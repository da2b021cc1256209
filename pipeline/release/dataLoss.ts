/** What a plan loses that nothing can bring back. */
import type { PlannedChange } from '../engine/plan.ts';
import type { RawProperties } from '../engine/rawObservation.ts';

type Inputs = RawProperties;

const logGroup = 'aws:cloudwatch/logGroup:LogGroup';

/** What holds data, and which change of its inputs lets go of some of it; each loss as the end of a sentence. */
const holders: Readonly<Record<string, (before: Inputs, after: Inputs) => readonly string[]>> = {
  'aws:dynamodb/table:Table': (before, after) => [
    ...(isEnabled(before['pointInTimeRecovery']) && !isEnabled(after['pointInTimeRecovery'])
      ? ['gives up its points in time: none of the last 35 days can be restored any more']
      : []),
    ...(isEnabled(after['ttl']) && ttlOf(before) !== ttlOf(after)
      ? [`deletes every item whose ${ttlOf(after)} has passed`]
      : []),
  ],
  'aws:sqs/queue:Queue': (before, after) => [
    ...shorter('messages', 'seconds', [before, after].map(messageRetention)),
    ...('redrivePolicy' in before && !('redrivePolicy' in after)
      ? ['loses its dead-letter queue: what cannot be processed is deleted']
      : []),
  ],
  [logGroup]: (before, after) => shorter('log events', 'days', [before, after].map(logRetention)),
  'aws:kms/key:Key': () => [],
};

/** Deletions and replacements of what holds data: refused where nobody can want them. */
export const destroyed = (changes: readonly PlannedChange[]): readonly PlannedChange[] =>
  changes.filter(({ type, operation }) => type in holders && (operation === 'delete' || operation === 'replace'));

/** Every loss of data in words, destruction first; empty when nothing is lost. */
export const dataLosses = (changes: readonly PlannedChange[]): readonly string[] => [
  ...destroyed(changes).map(({ operation, type, name }) => `${operation} ${type} ${name}: everything in it is lost`),
  ...changes
    .filter(({ operation }) => operation === 'update')
    .flatMap(({ type, name, oldInputs, newInputs }) =>
      (holders[type]?.(oldInputs ?? {}, newInputs ?? {}) ?? []).map((loss) => `${name} ${loss}`),
    ),
];

/** Without log events of longer ago: they are told as lost, and whoever is paged can go back all the same. */
export const lossesOfPayments = (changes: readonly PlannedChange[]): readonly string[] =>
  dataLosses(changes.filter(({ type, operation }) => !(type === logGroup && operation === 'update')));

const isEnabled = (value: unknown): boolean => (value as { enabled?: unknown } | undefined)?.enabled === true;

const ttlOf = ({ ttl }: Inputs): string =>
  isEnabled(ttl) ? String((ttl as { attributeName?: unknown }).attributeName) : 'nothing';

/** Four days where nothing is said. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const messageRetention = ({ messageRetentionSeconds: seconds }: Inputs): number =>
  typeof seconds === 'number' ? seconds : 345_600;

/** Without a retention, or with 0, log events are kept for ever. */
const logRetention = ({ retentionInDays: days }: Inputs): number =>
  typeof days === 'number' && days > 0 ? days : Number.POSITIVE_INFINITY;

function shorter(what: string, unit: string, [before = 0, after = 0]: readonly number[]): readonly string[] {
  if (after >= before) return [];
  return [
    `keeps ${what} for ${after} ${unit} only${Number.isFinite(before) ? `, not ${before}` : ''}: older ones are deleted`,
  ];
}
