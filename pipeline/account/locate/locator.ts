import type { ClientConfiguration } from '../clientConfiguration.ts';

export interface Wanted {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Physical ids under the same identity that state knows already: what is to be replaced is not what replaces it. */
  readonly known: readonly string[];
}

/** Where we look: client configuration of the account and region, and both by name. */
export interface Place {
  readonly client: ClientConfiguration;
  readonly account: string;
  readonly region: string;
}

/** Finds the physical id (as Pulumi's AWS provider imports it) of a resource by its natural key or its identity tag; null when it does not exist. */
export type Locator = (wanted: Wanted, place: Place) => Promise<string | null>;

/** A required text input. Natural keys are made of inputs that are known before creation. */
export function textInput({ inputs, urn }: Wanted, property: string): string {
  const value = inputs[property];
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${urn} was to be created without a known ${property}`);
}

/** Runs a read; null when AWS says that the thing does not exist. Any other failure is thrown: not knowing is not absence. */
export async function unlessAbsent<T>(read: () => Promise<T>, ...absent: readonly string[]): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (absent.includes((error as { name?: string }).name ?? '')) return null;
    throw error;
  }
}
