/** What must be true before a release enters an environment (read by `pipeline/release`, never by the program). */
import { z } from 'zod';
import { flag, integer, listOf, oneOf, text } from './expectations.ts';

const clock = () => text(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day as "HH:MM", in quotes');

const timezone = z
  .string({ error: () => 'an IANA time zone such as "Europe/Dublin"' })
  .refine((name) => isTimezone(name), { error: () => 'an IANA time zone such as "Europe/Dublin"' });

const freezeWindow = z.strictObject(
  {
    from: clock().describe('Start of the window, local time, inclusive.'),
    to: clock().describe('End of the window, local time, exclusive; before `from` means the next day.'),
    days: listOf(
      oneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
      1,
      7,
      'a list of one to seven days (mon, tue, wed, thu, fri, sat, sun)',
    ).describe('Days on which the window starts.'),
    timezone: timezone.describe('IANA time zone of `from` and `to`.'),
  },
  { error: () => 'a freeze window with from, to, days and timezone' },
);

export const gateSchema = z.strictObject(
  {
    soakMinutes: integer(0, 10_080).describe(
      'Minutes that a release must have run verified in the environment below before it may enter this one.',
    ),
    requireApproval: flag().describe('Whether a person approves each promotion into this environment.'),
    reviewersRequired: integer(0, 6).describe(
      'How many reviewers the GitHub environment must name (GitHub takes six).',
    ),
    freezeWindows: listOf(freezeWindow, 0, 20, 'a list of at most 20 freeze windows')
      .default([])
      .describe('When nothing is promoted into this environment without a recorded override.'),
    separationOfDuties: flag().describe(
      'Refuse an approver who wrote something that came since the release verified here last, or who cannot be told from its authors.',
    ),
    autoRollback: flag().describe('Redeploy the last verified release when verification of a new one fails.'),
    requireAlarmsOk: flag().describe('Refuse a promotion while an alarm of the environment below is in ALARM.'),
  },
  { error: () => 'a mapping with the rules of the gate' },
);

export type Gate = Readonly<z.infer<typeof gateSchema>>;
export type FreezeWindow = Gate['freezeWindows'][number];

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
