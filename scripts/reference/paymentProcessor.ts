import { alarmDefaults, paymentProcessorDefaults } from '../../infra/paymentProcessor/arguments.ts';
import { largestMessageBytes } from '../../payments/message.ts';
import { rules } from '../../payments/payment.ts';
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
    'A key that no field has, a key given twice, a nested value, a key that changes prototypes, text that is not valid UTF-8 and text that is not JSON are refused with the whole message. The same `merchant` and `idempotencyKey` with other contents is refused as a conflict; with the same contents it is the same payment.',
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
