/** The settings of one environment: the values of `payments:<key>` in its stack configuration file. */
import { z } from 'zod';
import { bootstrapNames } from '../names.ts';
import { parseRange } from '../network/addresses.ts';
import { flag, integer, listOf, oneOf, text } from './expectations.ts';
import { gateSchema } from './gate.ts';

/** Environment names go into every resource name. No dash: the prefix of one may not be the prefix of another. */
export const environmentName = /^[a-z][a-z0-9]{1,15}$/;

const roleName = () => text(/^[\w+=,.@-]{1,64}$/, 'an IAM role name of at most 64 characters');

/** Retention periods that CloudWatch Logs accepts (PutRetentionPolicy). */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const access = {
  account: text(/^\d{12}$/, 'twelve digits in quotes').describe('AWS account. In quotes, or YAML reads a number.'),
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as "eu-west-1"').describe('AWS region.'),
  spokeRole: roleName()
    .default(bootstrapNames.deploySpoke)
    .describe('Name of the role in the account that an update assumes.'),
  readRole: roleName()
    .default(bootstrapNames.readSpoke)
    .describe('Name of the role in the account that a preview and a refresh assume.'),
  permissionsBoundary: text(/^[\w+=,.@-]{1,128}$/, 'the name of a managed policy')
    .default(bootstrapNames.boundary)
    .describe('Name of the managed policy in the account that bounds every role that the program makes.'),
  promotesFrom: text(environmentName, 'the name of an environment')
    .optional()
    .describe('The environment below, whose verified release this one takes. Absent in the lowest environment.'),
  hub: flag()
    .default(false)
    .describe('True in the highest environment, whose account holds state, entry roles and evidence.'),
  gate: gateSchema.describe('What must be true before a release enters this environment.'),
};

const compute = {
  memory: integer(128, 10_240).describe('Memory of the function in megabytes (1 MB = 1,048,576 bytes).'),
  timeoutSeconds: integer(1, 900).describe('Seconds after which Lambda ends an invocation.'),
  reservedConcurrency: integer(1, 10_000).describe(
    'Invocations at once that are reserved for, and allowed to, the function.',
  ),
  accountConcurrency: integer(110, 1_000_000)
    .default(1_000)
    .describe("The account's quota of concurrent executions in this region (1,000 unless AWS raised or lowered it)."),
  eventSourceConcurrency: integer(2, 1_000).describe(
    'Invocations at once that the ingest queue may cause. AWS takes 2 or more.',
  ),
  batchSize: integer(1, 10).describe('Messages in one invocation at most.'),
  asyncRetries: integer(0, 2).describe('How often Lambda retries an asynchronous invocation that failed.'),
  asyncEventAgeSeconds: integer(60, 21_600).describe(
    'Seconds that an asynchronous invocation may wait and be retried.',
  ),
  tracing: flag().describe('Whether X-Ray traces are recorded.'),
  logLevel: oneOf(['DEBUG', 'INFO', 'WARN', 'ERROR']).describe('Lowest level of application logs that is kept.'),
  logRetentionDays: z
    .literal(retentionDays, { error: () => `a retention of CloudWatch Logs in days (${retentionDays.join(', ')})` })
    .describe('Days that logs are kept.'),
};

const storage = {
  receiveCount: integer(5, 1_000).describe(
    'Receives after which a message goes to the dead-letter queue. Not below 5: receives that Lambda throttles count too.',
  ),
  visibilityTimeoutSeconds: integer(1, 43_200).describe('Seconds for which a received message is hidden.'),
  pointInTimeRecovery: flag().describe('Whether the table can be restored to any second of the last 35 days.'),
  deletionProtection: flag().describe('Whether AWS and Pulumi both refuse to delete the table.'),
};

const network = {
  vpcCidr: text(/^[\d./]+$/, 'an IPv4 range from /16 to /26 such as "10.10.0.0/20"')
    .refine(isVpcRange, { error: () => 'an IPv4 range from /16 to /26 such as "10.10.0.0/20"' })
    .describe('Range of the VPC. A subnet takes a quarter, and AWS takes no subnet smaller than /28.'),
  zoneIds: listOf(text(/^[a-z]{2,4}\d-az\d$/, 'a zone id such as "euw1-az1"'), 2, 2, 'a list of two zone ids').describe(
    'Availability zone ids (not names: names mean different zones in each account).',
  ),
};

const operations = {
  notificationAddresses: listOf(
    z.email({ error: () => 'an email address' }),
    1,
    20,
    'a list of 1 to 20 email addresses',
  ).describe('Who gets emails about failed payments and alarms. The part before the @ names the subscription.'),
  alarmErrors: integer(1, 10_000).describe('Failed invocations in five minutes that raise an alarm.'),
  alarmThrottles: integer(1, 100_000).describe('Throttled invocations in five minutes that raise an alarm.'),
  alarmEventSourceFailures: integer(1, 100_000).describe(
    'Messages in five minutes, refused ones included, that did not get through the event source, and raise an alarm.',
  ),
  alarmDurationPercent: integer(10, 99).describe(
    'Longest invocation, in percent of the timeout, that raises an alarm.',
  ),
  alarmQueueAgeSeconds: integer(60, 86_400).describe('Age of the oldest waiting message that raises an alarm.'),
  alarmDeadLetters: integer(1, 10_000).describe('Messages in a dead-letter queue that raise an alarm.'),
};

/** One environment's settings as they stand in its file, by key without the `payments:` in front. */
export const settingsSchema = z.strictObject({ ...access, ...compute, ...storage, ...network, ...operations });

/** One environment's settings, checked. `environment` is the name of the stack and of the file. */
export type Settings = Readonly<z.infer<typeof settingsSchema>> & { readonly environment: string };

function isVpcRange(cidr: string): boolean {
  const range = parseRange(cidr);
  return range !== undefined && range.prefixLength >= 16 && range.prefixLength <= 26;
}
