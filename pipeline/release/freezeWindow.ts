import type { FreezeWindow } from '../../infra/settings.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** True when the instant lies in the window, in the window's own time zone. A window may reach into the next day. */
export function isFrozen({ from, to, days, timezone }: FreezeWindow, now: Date): boolean {
  const { weekday, minutes } = localTime(now, timezone);
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const today = weekdays[weekday];
  const yesterday = weekdays[(weekday + 6) % 7];
  const startsOn = (day: string | undefined) => days.some((each) => each === day);
  if (start < end) return startsOn(today) && minutes >= start && minutes < end;
  return (startsOn(today) && minutes >= start) || (startsOn(yesterday) && minutes < end);
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function localTime(now: Date, timeZone: string): { readonly weekday: number; readonly minutes: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const weekday = weekdays.findIndex((day) => day === parts['weekday']?.toLowerCase());
  return { weekday, minutes: Number(parts['hour']) * 60 + Number(parts['minute']) };
}
