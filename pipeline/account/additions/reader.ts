/** How one kind of child is read: the shape that every row of the tables in this folder fills in. */
import type { RawProperties } from '../../engine/rawObservation.ts';
import type { Clients } from './clients.ts';

/** A resource of ours, as the last deployment recorded it in state. */
export interface OwnedResource {
  readonly urn: string;
  /** Pulumi type token, for instance `aws:sns/topic:Topic`. */
  readonly type: string;
  readonly id: string | null;
  readonly name: string;
  readonly outputs: RawProperties;
  /** What the program asked for: children declared inline there are the engine's to compare. Without it `outputs` stand in. */
  readonly inputs?: RawProperties | null;
}

/** A resource that exists: only those have children. */
export interface Parent extends OwnedResource {
  readonly id: string;
}

/** A child that the account holds. */
export interface Found {
  /** What a declared child is recognised by. Unique within its kind. */
  readonly key: string;
  readonly name: string;
  readonly physicalId: string;
  /** What a user would have written to get it. */
  readonly properties: RawProperties;
}

export interface Reader {
  /** Pulumi type token of the resource that it hangs on. */
  readonly parent: string;
  /** Pulumi type token of the child. */
  readonly child: string;
  /** IAM actions of the read; the read-only role must allow them. */
  readonly actions: readonly string[];
  /** All children of this kind, those that AWS itself puts there left out. */
  read(parent: Parent, clients: Clients): Promise<readonly Found[]>;
  /** For each type that declares such a child, how its key follows from the recorded resource. */
  readonly declaredBy: Readonly<Record<string, (resource: OwnedResource) => string | undefined>>;
}

export const byId = (resource: OwnedResource): string | undefined => resource.id ?? undefined;

/** An output that is a text, and not empty. */
export function output(resource: OwnedResource, name: string): string | undefined {
  const value = resource.outputs[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** True when the resource itself declares its children of a kind, in this property: even none of them (`routes: []`). */
export function declaresInline({ inputs, outputs }: OwnedResource, property: string): boolean {
  if (inputs !== undefined && inputs !== null) return inputs[property] !== undefined;
  const value = outputs[property];
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
}

/** Parts joined to a key, or undefined when one is not known. */
export const keyOf = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.every((part) => part !== undefined) ? parts.join('|') : undefined;

export async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  pick: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(pick(page) ?? []));
  return items;
}
