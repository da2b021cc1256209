import { z } from 'zod';
import type { DocumentStore } from '../store/documentStore.ts';
import { decode, encode } from '../store/documentStore.ts';
import { EngineError } from '../errors.ts';

export const project = 'payments';

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  id: z.string().default(''),
  delete: z.boolean().default(false),
  /** Deleted in the account already; its replacement is still to be made. */
  pendingReplacement: z.boolean().default(false),
  external: z.boolean().default(false),
  parent: z.string().default(''),
  protect: z.boolean().default(false),
  /** ISO 8601. */
  created: z.string().optional(),
  modified: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
});

const pendingOperation = z.looseObject({ resource, type: z.string() });

const checkpointFile = z.looseObject({
  version: z.literal(3),
  checkpoint: z.looseObject({
    latest: z
      .looseObject({
        resources: z.array(resource).nullish(),
        pending_operations: z.array(pendingOperation).nullish(),
      })
      .nullish(),
  }),
});

export type StateResource = z.infer<typeof resource>;
export type PendingOperation = z.infer<typeof pendingOperation>;

/** What state records of one stack. */
export interface Checkpoint {
  readonly resources: readonly StateResource[];
  /** Operations that were under way when the engine died: the account may or may not hold their result. */
  readonly pendingOperations: readonly PendingOperation[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Another one after every write. */
  readonly version: string;
}

/** One resource of a stack's file. */
export interface StateFileResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly protect?: boolean;
  /** Replaced already, and still to be deleted. */
  readonly delete?: boolean;
  readonly pendingReplacement?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** What a stack's file says about its resources, as Pulumi wrote it: secrets stay encrypted. */
export interface StateFile {
  readonly resources?: readonly StateFileResource[] | null | undefined;
  readonly pending_operations?: readonly unknown[] | null | undefined;
}

const key = (stack: string): string => `.pulumi/stacks/${project}/${stack}.json`;

/**
 * Reads the checkpoint file of a self-managed backend. It is read directly because `stack export` of the Automation API
 * returns plaintext secrets, costs half a second, and needs the stack to be selected.
 *
 * @returns null when the stack does not exist
 * @throws EngineError when the file is truncated or of another format
 */
export async function readCheckpoint(store: DocumentStore, stack: string): Promise<Checkpoint | null> {
  const document = await store.read(key(stack));
  if (document === null) return null;
  const file = parse(document, stack).checkpoint.latest ?? {};
  const resources = (file.resources ?? []).filter(
    (each) => !each.external || each.type !== 'pulumi:pulumi:StackReference',
  );
  const root = resources.find(({ type }) => type === 'pulumi:pulumi:Stack');
  const { version } = document;
  return { resources, pendingOperations: file.pending_operations ?? [], outputs: root?.outputs ?? {}, version };
}

/**
 * Writes another state over exactly this version, and keeps the one before beside it as `.bak`, like the CLI does. Written
 * directly, because `stack import` starts the CLI for a second to do no more than that.
 *
 * @throws EngineError when somebody else wrote meanwhile; nothing is changed then
 */
export async function replaceState(
  store: DocumentStore,
  stack: string,
  version: string,
  change: (state: StateFile) => StateFile,
): Promise<void> {
  const document = await store.read(key(stack));
  const backup = await store.read(`${key(stack)}.bak`);
  if (document?.version !== version) throw writtenMeanwhile(stack);
  parse(document, stack);
  const whole = decode(document) as { readonly checkpoint: { readonly latest?: StateFile } };
  const next = { ...whole, checkpoint: { ...whole.checkpoint, latest: change(whole.checkpoint.latest ?? {}) } };
  const kept = await (backup === null
    ? store.create(`${key(stack)}.bak`, document.body)
    : store.replace(`${key(stack)}.bak`, document.body, backup.version));
  if (kept.status === 'conflict') throw writtenMeanwhile(stack);
  if ((await store.replace(key(stack), encode(next), version)).status === 'conflict') throw writtenMeanwhile(stack);
}

const writtenMeanwhile = (stack: string): EngineError =>
  new EngineError(`the state of stack ${stack} was written by somebody else meanwhile`, {
    advice: 'Nothing was changed. Find out who is at work on it, then run this again.',
  });

function parse(document: Parameters<typeof decode>[0], stack: string): z.infer<typeof checkpointFile> {
  const advice = `The previous one is beside it as ${key(stack)}.bak; the bucket keeps every version. See docs/operations.md.`;
  try {
    return checkpointFile.parse(decode(document));
  } catch (cause) {
    throw new EngineError(`the state of stack ${stack} (${key(stack)}) cannot be read`, { cause, advice });
  }
}
