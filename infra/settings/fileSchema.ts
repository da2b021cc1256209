import { z } from 'zod';
import { settingsSchema } from './schema.ts';

/** JSON Schema of an environment's file, for editors: the settings schema under the keys that Pulumi wants. */
export function configurationFileSchema(): object {
  const { properties = {}, required = [] } = z.toJSONSchema(settingsSchema, { io: 'input' });
  const keyOf = (name: string) => `payments:${name}`;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Stack configuration of one environment',
    description: 'Generated from infra/settings/schema.ts by scripts/generate.ts.',
    type: 'object',
    properties: {
      config: {
        type: 'object',
        properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [keyOf(name), schema])),
        patternProperties: { '^pulumi:': {} },
        required: required.map(keyOf),
        additionalProperties: false,
      },
      encryptionsalt: { type: 'string' },
      encryptedkey: { type: 'string' },
      secretsprovider: { type: 'string' },
    },
    required: ['config'],
    additionalProperties: false,
  };
}
