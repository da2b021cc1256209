/**
 * Structured logs: one JSON object a line. Lambda filters by `level`, and only lines that carry an RFC 3339 `timestamp` as well:
 * others it takes for INFO.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type Level = (typeof levels)[number];
export type Details = Readonly<Record<string, unknown>>;

export interface Log {
  (level: Level, message: string, details?: Details): void;
}

export const jsonLog =
  (minimum: string | undefined, fixed: Details, write: (line: string) => void): Log =>
  (level, message, details = {}) => {
    if (levels.indexOf(level) < levels.indexOf(levelOf(minimum))) return;
    write(JSON.stringify({ level, timestamp: new Date().toISOString(), message, ...fixed, ...details }));
  };

const levelOf = (name: string | undefined): Level => levels.find((level) => level === name?.toUpperCase()) ?? 'INFO';

/** What is safe to log of an error: SDK errors carry no request contents, other messages might. */
export const errorDetails = (error: unknown): Details =>
  error instanceof Error ? { error: error.name, reason: error.message } : { error: 'unknown' };
