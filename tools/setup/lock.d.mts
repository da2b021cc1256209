export interface Owner {
  readonly pid: number;
  readonly host: string;
}

export function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options?: { readonly waiting?: (owner: Owner) => void; readonly silence?: number },
): Promise<T>;
