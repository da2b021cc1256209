import { z } from 'zod';

const names = z.array(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/)).max(20);

/** The environments of the configuration action; none when it could not read the configuration. */
export function environmentList(input: string): readonly string[] {
  return input === '' ? [] : names.parse(JSON.parse(input));
}
