import { z } from 'zod';

const resourceReference = z
  .string()
  .regex(
    /^[a-z][\w-]*:[\w/-]+:\w+\/.+$/,
    'expected TYPE/NAME such as "aws:lambda/function:Function/processor", the name may end in *',
  )
  .describe('Pulumi type and logical name: TYPE/NAME. A name may end in * for all that start so.');

const property = z
  .string()
  .min(1)
  .regex(/^[\w"'[\].$ -]+$/, 'expected a property path such as "memorySize" or "scalingConfig.maximumConcurrency"')
  .describe('Pulumi property path.');

const reason = z
  .string()
  .trim()
  .min(10, 'expected a reason of at least ten characters')
  .describe('Why this may differ.');
const perEnvironment = z.record(z.string(), z.json());
const settingsPath = z
  .string()
  .regex(/^settings\.[\w.]+$/, 'expected the path of a setting such as "settings.memory"')
  .describe('Where the declared value of each environment stands: its settings.');

const variation = z
  .strictObject({
    resource: resourceReference,
    property: property.optional(),
    value: settingsPath.optional(),
    values: perEnvironment.optional().describe('The declared value of each environment; null where it is absent.'),
    forEach: settingsPath
      .optional()
      .describe('A list of settings: one resource for each item, whose property is that item.'),
    follows: resourceReference
      .optional()
      .describe('Resources whose declared variations this property repeats: nothing else may differ in it.'),
    present: z.record(z.string(), z.boolean()).optional().describe('In which environments the resource exists.'),
    reason,
  })
  .superRefine((rule, context) => {
    const sources = [rule.value, rule.values, rule.forEach, rule.follows, rule.present].filter(
      (source) => source !== undefined,
    );
    if (sources.length !== 1) context.addIssue('expected exactly one of value, values, forEach, follows and present');
    if (rule.present === undefined && rule.property === undefined) context.addIssue('expected a property');
    if (rule.present !== undefined && rule.property !== undefined)
      context.addIssue('present is about the whole resource: it takes no property');
  });

const waiver = z.strictObject({
  resource: resourceReference,
  property: property.optional().describe('Absent: the whole resource.'),
  addition: z.string().optional().describe('TYPE/NAME of something found under the resource that nobody declared.'),
  environment: z.string().optional().describe('Absent: in every environment.'),
  reason,
  owner: z.string().trim().min(2, 'expected who answers for it').describe('Who answers for it.'),
  expires: z.iso.date('expected a date such as "2027-01-31"').describe('Last day on which it holds, UTC.'),
});

/** `config/parity.yaml`. Source of `config/parity.schema.json`. */
export const rulesSchema = z.strictObject({
  pendingReleaseLimitHours: z
    .number()
    .positive()
    .default(72)
    .describe('How long a difference may be explained by a release that waits for promotion.'),
  waiverWarningDays: z
    .number()
    .int()
    .nonnegative()
    .default(14)
    .describe('How long before its end a waiver is announced.'),
  variations: z
    .array(variation)
    .default([])
    .describe('What may differ between environments, and what each one must be.'),
  waivers: z.array(waiver).default([]).describe('Differences that somebody answers for until a date.'),
});

/** A declared difference between environments, with the value that each of them must have. */
export type Variation = z.infer<typeof variation>;
export type Waiver = z.infer<typeof waiver>;
export type Rules = z.infer<typeof rulesSchema>;

export const noRules: Rules = rulesSchema.parse({});
