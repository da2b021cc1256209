export const sameText = (a: string | null | undefined, b: string): boolean => normal(a ?? '') === normal(b);

/** GitHub may change line ends and trailing space; nothing else. */
const normal = (text: string): string => text.replaceAll('\r\n', '\n').trim();
