import type { z } from 'zod';
import { settingsSchema } from './schema.ts';

/**
 * Raw settings from the texts in which Pulumi hands configuration to a program: a text that its key takes stays one (an
 * account is digits and yet no number), anything else is read as JSON.
 */
export function settingsFromText(config: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const prefix = 'payments:';
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, text]) => [key.slice(prefix.length), read(key.slice(prefix.length), text)]));
}

function read(key: string, text: string): unknown {
  const schema = (settingsSchema.shape as Readonly<Record<string, z.ZodType>>)[key];
  if (schema === undefined || schema.safeParse(text).success) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
