/** An error as one annotation: what is wrong, why, and what to do next. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { advice } = error as { advice?: string };
  const because = error.cause instanceof Error ? [`because: ${error.cause.message}`] : [];
  return [error.message, ...because, ...(advice === undefined ? [] : [advice])].join('\n');
}
