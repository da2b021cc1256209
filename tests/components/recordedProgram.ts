/** Runs the real program with Pulumi's mocks and records what it registers. */
import * as pulumi from '@pulumi/pulumi';
import { program, type ProgramArguments } from '../../infra/program.ts';

export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly provider: string;
}

export interface Recording {
  /** In order of type and name. */
  readonly resources: readonly RecordedResource[];
  /** Stack outputs; an unknown one is the text `<unknown>`. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What a stack reference answers, by stack name: outputs of the environment below. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export async function recordProgram(
  args: ProgramArguments,
  { stacks = {}, preview = false }: { stacks?: StackOutputs; preview?: boolean } = {},
): Promise<Recording> {
  const resources: RecordedResource[] = [];
  await pulumi.runtime.setMocks(recorder(resources, stacks), 'payments', args.settings.environment, preview);
  let outputs: Readonly<Record<string, unknown>> = {};
  await pulumi.runtime.runInPulumiStack(async () => {
    outputs = await settle(await program(args));
    return outputs;
  });
  // Waits for what is still being registered.
  await pulumi.runtime.disconnect();
  return { resources: resources.toSorted(byTypeAndName), outputs };
}

function recorder(resources: RecordedResource[], stacks: StackOutputs): pulumi.runtime.Mocks {
  return {
    newResource: ({ type, name, inputs, custom, provider, id }) => {
      if (type === 'pulumi:pulumi:StackReference') {
        const stack = String(inputs['name']);
        return { id: stack, state: { name: stack, outputs: stacks[stack] ?? {} } };
      }
      if (type.startsWith('aws:') || type.startsWith('pulumi:providers:')) {
        resources.push({ type, name, custom: custom ?? true, inputs, provider: provider ?? '' });
      }
      return { id: id ?? `<${type}::${name}.id>`, state: { ...inputs, ...computed(type, name, inputs) } };
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
    version: made('version'),
    keyId: made('keyId'),
    prefixListId: made('prefixListId'),
  };
}

async function settle(values: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const settled = Object.entries(values).map(async ([key, value]) => [key, await known(value)] as const);
  return Object.fromEntries(await Promise.all(settled));
}

async function known(value: unknown): Promise<unknown> {
  const output = pulumi.output(value) as unknown as { isKnown: Promise<boolean>; promise(): Promise<unknown> };
  return (await output.isKnown) ? output.promise() : '<unknown>';
}

function byTypeAndName(left: RecordedResource, right: RecordedResource): number {
  const [a, b] = [`${left.type} ${left.name}`, `${right.type} ${right.name}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
