/** Throws a `SetupProblem`, whose `advice` says what to install. */
export function findPython(): Promise<{ readonly executable: string; readonly version: string }>;
