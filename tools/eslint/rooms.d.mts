export const mayImport: Readonly<Record<string, readonly string[]>>;
export function whyNotFile(from: string, to: string): string | null;
export function whyNotPackage(from: string, name: string): string | null;
