/**
 * Building blocks of the settings schema. The message of every rule is what was expected, in words, so that a reader of an
 * error sees one phrase ("an integer from 128 to 10240") whichever part of the rule failed.
 */
import { z } from 'zod';

export const integer = (minimum: number, maximum: number) => {
  const error = () => `an integer from ${minimum} to ${maximum}`;
  return z.int({ error }).min(minimum, { error }).max(maximum, { error });
};

export const flag = () => z.boolean({ error: () => 'true or false' });

export const text = (pattern: RegExp, expected: string) => {
  const error = () => expected;
  return z.string({ error }).regex(pattern, { error });
};

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: () => `one of ${values.join(', ')}` });

export const listOf = <T extends z.ZodType>(item: T, minimum: number, maximum: number, expected: string) => {
  const error = () => expected;
  return z.array(item, { error }).min(minimum, { error }).max(maximum, { error });
};
