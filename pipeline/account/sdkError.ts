/** Errors of the AWS SDK, as this folder tells them apart and prints them. */

/** The service's error code, for instance `AccessDeniedException`; empty for what is no error. */
export const errorCode = (error: unknown): string => (error as { name?: unknown } | null)?.name?.toString() ?? '';

/** One line, with the code when the message does not have it. */
export function reasonOf(error: unknown): string {
  const message = String((error as { message?: unknown } | null)?.message ?? error)
    .replace(/\s+/gu, ' ')
    .trim();
  const code = errorCode(error);
  return message.includes(code) || code === 'Error' ? message : `${code}: ${message}`;
}

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
  'Client.UnauthorizedOperation',
]);

/** Codes of an API that is not there: an emulator's gap, or a service that the region does not have. */
const unsupported = new Set([
  'NotImplemented',
  'NotImplementedException',
  'UnknownOperation',
  'UnknownOperationException',
  'UnsupportedOperation',
  'UnsupportedOperationException',
  'InvalidAction',
]);

export type ReadFailure = 'absent' | 'denied' | 'unsupported' | 'failed';

/** What a failed read means for the one who asked. `absent` means that AWS said: there is none. */
export function readFailure(error: unknown): ReadFailure {
  const code = errorCode(error);
  if (denied.has(code)) return 'denied';
  if (unsupported.has(code)) return 'unsupported';
  return isAbsent(code) ? 'absent' : 'failed';
}

const absent = new Set(['PolicyNotFoundException', 'NonExistentQueue', 'QueueDoesNotExist']);

const isAbsent = (code: string): boolean =>
  absent.has(code) ||
  /(?:ResourceNotFound|NoSuchEntity|NotFound)(?:Exception)?$/u.test(code) ||
  /\.NotFound$/u.test(code);
