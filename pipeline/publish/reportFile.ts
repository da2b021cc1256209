import * as z from 'zod/mini';
import type { Report } from '../comparison/finding.ts';
import { PublishError } from '../errors.ts';

/** What publishing relies on. The full schema is checked where the report is written. */
const relied = z.looseObject({
  schemaVersion: z.literal(1),
  verdict: z.enum(['in-sync', 'drifted', 'unknown']),
  generatedAt: z.iso.datetime(),
  baseline: z.string(),
  target: z.string(),
  environments: z.record(z.string(), z.looseObject({ account: z.string(), notObservable: z.array(z.unknown()) })),
  findings: z.array(
    z.looseObject({
      id: z.string(),
      environment: z.string(),
      path: z.string(),
      classification: z.string(),
      severity: z.string(),
      reason: z.string(),
      resource: z.looseObject({ type: z.string(), name: z.string() }),
    }),
  ),
  summary: z.looseObject({ unexpected: z.number(), unknown: z.number() }),
});

/** Reads the text of `report.json`. */
export function parseReport(text: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(cause);
  }
  const parsed = relied.safeParse(value);
  if (!parsed.success) throw unreadable(parsed.error);
  return value as Report;
}

const unreadable = (cause: unknown) =>
  new PublishError('report.json is not a report of this version', {
    advice: 'Use the action and the program of the same commit.',
    cause,
  });
