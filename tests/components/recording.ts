/** Runs code that registers resources with Pulumi's mocks, and records what it registers. */
import * as pulumi from '@pulumi/pulumi';
import { isUnknown } from '@pulumi/pulumi/output.js';

export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Recording {
  /** In order of type and name; components and stack references are not in it. */
  readonly resources: readonly RecordedResource[];
  /** What the code returned; an unknown value is `<unknown>`. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface World {
  readonly stack: string;
  /** In a preview nothing that AWS makes up is known. */
  readonly preview?: boolean;
  /** What stack references find: outputs by the full name of the stack. */
  readonly stacks?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const unknownText = '<unknown>';

type Registration = () => Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>>;

/** Pulumi takes a stack trace for every output, and jest maps each one: that would be most of the time. */
export async function record(world: World, register: Registration): Promise<Recording> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await recordUntraced(world, register);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function recordUntraced(world: World, register: Registration): Promise<Recording> {
  const resources: Omit<RecordedResource, 'options'>[] = [];
  const options = new Map<string, Readonly<Record<string, unknown>>>();
  let outcome: Outcome = { outputs: {} };
  await pulumi.runtime.setMocks(mocks(resources, world), 'payments', world.stack, world.preview ?? false);
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      options.set(`${type} ${name}`, readOptions(opts));
      return undefined;
    });
    // An error that leaves a stack's code ends the process; the caller of the recording is to have it.
    outcome = await settled(register);
    return {};
  });
  // Waits for what is still being registered.
  await pulumi.runtime.disconnect();
  if ('error' in outcome) throw outcome.error;
  const { outputs } = outcome;
  const complete = resources.map((resource) => ({ ...resource, options: options.get(key(resource)) ?? {} }));
  return { resources: complete.toSorted((left, right) => (key(left) < key(right) ? -1 : 1)), outputs };
}

const key = ({ type, name }: { readonly type: string; readonly name: string }): string => `${type} ${name}`;

function mocks(resources: Omit<RecordedResource, 'options'>[], { stacks = {}, preview }: World): pulumi.runtime.Mocks {
  return {
    newResource: async ({ type, name, inputs: received }) => {
      const inputs = received as Readonly<Record<string, unknown>>;
      if (type === 'pulumi:pulumi:StackReference') {
        const stack = String(inputs['name']);
        return { id: stack, state: { name: stack, outputs: stacks[stack] ?? {} } };
      }
      if (type.startsWith('aws:') || type.startsWith('pulumi:providers:')) {
        resources.push({ type, name, inputs: (await plain(inputs)) as Record<string, unknown> });
      }
      if (preview) return { id: undefined, state: inputs };
      return { id: `<${type}::${name}.id>`, state: { ...inputs, ...computed(type, name, inputs) } };
    },
    call: ({ token }) => {
      throw new Error(`the program calls ${token}: it has to be a pure function of its settings`);
    },
  };
}

/** What AWS makes up, as readable placeholders. */
function computed(type: string, name: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const made = (property: string) => `<${type}::${name}.${property}>`;
  return {
    arn: made('arn'),
    name: inputs['name'] ?? made('name'),
    url: made('url'),
    uuid: made('uuid'),
    version: made('version'),
    keyId: made('keyId'),
    prefixListId: made('prefixListId'),
  };
}

/** Plain data: archives by their path, unknown values as a text. */
async function plain(value: unknown): Promise<unknown> {
  if (isUnknown(value)) return unknownText;
  if (value instanceof pulumi.asset.FileArchive) return { archive: await value.path };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(await Promise.all(entries.map(async ([name, item]) => [name, await plain(item)] as const)));
}

function readOptions(options: pulumi.CustomResourceOptions): Readonly<Record<string, unknown>> {
  const { protect, deleteBeforeReplace, dependsOn } = options;
  const resources = [dependsOn ?? []].flat() as readonly pulumi.Resource[];
  return {
    ...(protect === undefined ? {} : { protect }),
    ...(deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace }),
    ...(resources.length === 0 ? {} : { dependsOn: resources.map(nameOf).toSorted() }),
  };
}

function nameOf(resource: pulumi.Resource): string {
  const { __pulumiType, __name } = resource as unknown as { __pulumiType: string; __name: string };
  return `${__pulumiType} ${__name}`;
}

type Outcome = { readonly outputs: Readonly<Record<string, unknown>> } | { readonly error: unknown };

async function settled(register: Registration): Promise<Outcome> {
  try {
    return { outputs: await settle(await register()) };
  } catch (error) {
    return { error };
  }
}

async function settle(values: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const settled = Object.entries(values).map(async ([name, value]) => [name, await known(value)] as const);
  return Object.fromEntries(await Promise.all(settled));
}

async function known(value: unknown): Promise<unknown> {
  const output = pulumi.output(value) as unknown as { isKnown: Promise<boolean>; promise(): Promise<unknown> };
  const settled = await output.promise();
  return (await output.isKnown) ? settled : unknownText;
}
