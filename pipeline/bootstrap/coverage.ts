/** Why each role has each of its permissions: used by it in a recorded run, called in it by the real provider or by the pipeline. */
import type { Landscape } from '../../infra/bootstrap/landscape.ts';
import { bootstrapReads } from '../../infra/bootstrap/bootstrapReads.ts';
import { pipelineActions } from '../../infra/bootstrap/pipelineActions.ts';
import { providerActions, providerStart, type ProviderActions } from '../../infra/bootstrap/providerActions.ts';
import { allRoles } from '../../infra/bootstrap/roles.ts';
import { bootstrapNames } from '../../infra/names.ts';

export interface Covered {
  readonly role: string;
  readonly account: string;
  readonly action: string;
  /** Seen in the recorded calls. */
  readonly used: boolean;
  /** Resource types whose real provider calls it, with the file it was read from. */
  readonly provider: readonly string[];
  /** File of the pipeline that calls it, or the page that says why AWS asks for it. */
  readonly pipeline: string | null;
}

/** One call of a recorded run, as the sandbox's provider writes it. */
export interface RecordedCall {
  readonly account: string;
  /** In whose session it was made; null when the recording does not say. */
  readonly role: string | null;
  /** `lambda:CreateFunction` */
  readonly action: string;
}

/**
 * Every action that a role is allowed, with its reasons.
 *
 * @param recorded calls of a run on the sandbox; empty: only the tables speak
 */
export function coverage(landscape: Landscape, recorded: readonly RecordedCall[]): readonly Covered[] {
  const used = new Set(recorded.map(({ account, role, action }) => `${account} ${role ?? ''} ${action}`));
  return allRoles(landscape).flatMap(({ name, account, policies }) => {
    const allowed = Object.values(policies)
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action);
    return [...new Set(allowed)].sort().map((action) => ({
      ...{ role: name, account, action },
      used: used.has(`${account} ${name} ${action}`),
      provider: callersIn(action, name),
      pipeline: callerInPipeline(action, name),
    }));
  });
}

/** A reason of one role is none for another one. */
const callerInPipeline = (action: string, role: string): string | null =>
  pipelineActions.flatMap(({ roles, actions }) => (roles.test(role) ? (actions[action] ?? []) : []))[0] ?? null;

type Called = readonly (readonly [type: string, calls: { readonly source: string }])[];

/** What the provider does in each spoke that it uses: those that look are only read with, another reason would be none. */
const callsIn: Readonly<Record<string, (action: string) => Called>> = {
  [bootstrapNames.deploySpoke]: (action) =>
    Object.entries(providerActions).filter(([, it]) => everyCall(it).includes(action)),
  [bootstrapNames.readSpoke]: (action) =>
    Object.entries(providerActions).filter(([, { read }]) => read.includes(action)),
  [bootstrapNames.inspectSpoke]: (action) =>
    Object.entries(bootstrapReads).filter(([, { read }]) => read.includes(action)),
};

function callersIn(action: string, role: string): readonly string[] {
  const calls = callsIn[role];
  if (calls === undefined) return [];
  if (providerStart.includes(action)) return ['every resource type: it asks whose account it is'];
  return [...new Set(calls(action).map(([type, { source }]) => `${type}: ${source}`))];
}

const everyCall = (it: ProviderActions): readonly string[] => [
  ...it.create,
  ...it.read,
  ...it.update,
  ...it.delete,
  ...(it.implicit ?? []),
];

/** Permissions without any reason: they should not be there. */
export const unexplained = (rows: readonly Covered[]): readonly Covered[] =>
  rows.filter(({ used, provider, pipeline }) => !used && provider.length === 0 && pipeline === null);
