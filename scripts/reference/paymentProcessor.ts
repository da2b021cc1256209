import { alarmDefaults, paymentProcessorDefaults } from '../../infra/paymentProcessor/arguments.ts';
import { largestMessageBytes, messageRules } from '../../payments/message.ts';
import { rules, unknownFieldRule } from '../../payments/payment.ts';
import { conflictRule } from '../../payments/process.ts';
import { refusedValues } from './badInput.ts';
import { code, generatedBy, table } from './page.ts';
import { documented, type DocumentedMember } from './sourceDoc.ts';

const argumentsFile = 'infra/paymentProcessor/arguments.ts';
const componentFile = 'infra/paymentProcessor/index.ts';

const example = `\`\`\`ts
import { PaymentProcessor } from './infra/paymentProcessor/index.ts';

const processor = new PaymentProcessor('payments', {
  place: { environment: 'test', account: '444444444444', region: 'eu-central-1' },
  functionPackage: await buildFunctionPackage('build'),
  network: { subnetIds, securityGroupIds },
  notificationAddresses: ['payments@example.com'],
});
export const queueUrl = processor.queueUrl;
\`\`\``;

/** Arguments with their defaults, outputs, and the messages that the component takes. */
export function paymentProcessorPage(): string {
  const component = documented(componentFile, 'PaymentProcessor');
  const args = documented(argumentsFile, 'PaymentProcessorArgs');
  const alarms = documented(argumentsFile, 'AlarmThresholds');
  return [
    '# PaymentProcessor',
    generatedBy,
    component.text,
    example,
    'The providers come through `opts.providers`, as with every component. What the component makes has the name prefix `payments-ENVIRONMENT`.',
    '## Arguments',
    argumentTable(args.members, { ...paymentProcessorDefaults, alarms: elsewhere }),
    '### `alarms`',
    argumentTable(alarms.members, { ...alarmDefaults }),
    '## Outputs',
    table(
      ['output', 'type', 'meaning'],
      component.members.map(({ name, type, text }) => [code(name), code(type), text]),
    ),
    '## Messages',
    `A message on the queue is one flat JSON object of at most ${largestMessageBytes} bytes. It may come wrapped in an SNS notification. What breaks a rule is refused: nothing is written, the refusal is announced once with its reason and without anything that the message said, and the message goes to the dead-letter queue after its last receive. Anything that looks like a card number is refused wherever it stands, and never logged.`,
    table(
      ['field', '', 'refused with'],
      Object.entries(rules).map(([field, { required, expected }]) => [
        code(field),
        required ? 'required' : 'optional',
        `${field}: ${expected}`,
      ]),
    ),
    'A field that is missing is refused as `missing`, one that breaks its rule as `invalid`. The whole message is refused for these:',
    table(
      ['code', 'refused with'],
      Object.entries({ ...messageRules, 'unknown-field': unknownFieldRule, conflict: conflictRule }).map(
        ([name, expected]) => [code(name), `message: ${expected}`],
      ),
    ),
    '### Refused values',
    'Each as the code answers it in the log and in the announcement; the value itself is in neither.',
    table(
      ['field', 'value', 'answer'],
      refusedValues().map(({ field, value, answer }) => [code(field), code(value), answer]),
    ),
    'The same `merchant` and `idempotencyKey` with the same contents is the same payment: it is recorded once, and its outcome is told at least once, each time under the same id.',
    '',
  ].join('\n\n');
}

const argumentTable = (members: readonly DocumentedMember[], defaults: Readonly<Record<string, unknown>>): string =>
  table(
    ['argument', 'type', 'default', 'meaning'],
    members.map(({ name, type, optional, text }) => [
      code(name),
      code(type),
      defaultOf(name, optional, defaults),
      text,
    ]),
  );

function defaultOf(name: string, optional: boolean, defaults: Readonly<Record<string, unknown>>): string {
  const value = defaults[name];
  if (value === undefined) return optional ? 'none' : 'required';
  return value === elsewhere ? elsewhere : code(value);
}

const elsewhere = 'see below';
