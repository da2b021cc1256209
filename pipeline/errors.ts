/** What every error of this project carries: one line on what is wrong, and what to do about it. */
interface ErrorDetails {
  /** The next step for the person who reads it, as a sentence or a command. */
  readonly advice?: string;
  readonly cause?: unknown;
}

abstract class PipelineError extends Error {
  readonly advice: string | undefined;
  abstract readonly exitCode: number;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.advice = details.advice;
  }
}

/** The user fixes it: bad usage, bad configuration, a missing prerequisite. Exit code 64 (EX_USAGE). */
export class ConfigurationError extends PipelineError {
  override readonly name = 'ConfigurationError';
  readonly exitCode = 64;
}

/** The world could not be observed or changed. Exit code 1, or 3 where only the observation failed. */
export class EngineError extends PipelineError {
  override readonly name = 'EngineError';
  readonly exitCode: 1 | 3;

  constructor(message: string, details: ErrorDetails & { readonly exitCode?: 1 | 3 } = {}) {
    super(message, details);
    this.exitCode = details.exitCode ?? 1;
  }
}

/** The work was done, but nobody could be told. Exit code 1. */
export class PublishError extends PipelineError {
  override readonly name = 'PublishError';
  readonly exitCode = 1;
}
