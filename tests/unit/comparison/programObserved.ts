/** The real program as the committed pictures of its inputs show it, observed: program, state and account are one. */
import type { RawObservation, RawProperties, RawResource } from '../../../pipeline/engine/rawObservation.ts';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import { canonicalConfiguration } from '../../../infra/settings.ts';
import { canonicalise } from '../../../pipeline/snapshot/canonicalise.ts';
import type { Observation } from '../../../pipeline/snapshot/observation.ts';
import { readExpectation } from '../../components/expectation.ts';

export const configuration = loadConfiguration('config');

interface Picture {
  readonly resources: Readonly<Record<string, { readonly inputs: RawProperties }>>;
}

/** What the program of an environment sets, resource by resource. */
export function programResources(environment: string): readonly RawResource[] {
  const { resources } = readExpectation(environment) as Picture;
  return Object.entries(resources)
    .filter(([key]) => key.startsWith('aws:'))
    .map(([key, { inputs }]) => {
      const [type = '', name = ''] = key.split(' ');
      return resource(environment, type, name, closed(inputs) as RawProperties);
    });
}

function resource(environment: string, type: string, name: string, inputs: RawProperties): RawResource {
  const outputs = { ...inputs, id: `<${type}::${name}.id>`, arn: `<${type}::${name}.arn>` };
  return {
    ...{ urn: `urn:pulumi:${environment}::payments::${type}::${name}`, type, name, id: outputs.id, parent: null },
    ...{ custom: true, programInputs: inputs, stateInputs: inputs, stateOutputs: outputs },
    live: { status: 'present', inputs, outputs },
  };
}

/** The pictures show JSON texts opened, as `{ json: ... }`. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const block = value as Readonly<Record<string, unknown>>;
  if ('json' in block) return JSON.stringify(block['json']);
  return Object.fromEntries(Object.entries(block).map(([key, each]) => [key, closed(each)]));
}

export function observedProgram(environment: string, resources = programResources(environment)): Observation {
  const settings = configuration.environments.find((each) => each.environment === environment);
  if (settings === undefined) throw new Error(`no environment ${environment}`);
  const raw: RawObservation = {
    ...{ environment, account: settings.account, region: settings.region, release: 'a'.repeat(64) },
    ...{ observedAt: '2026-11-24T03:00:00.000Z', causes: [], failed: false, deploymentInProgress: null, resources },
    ...{ additions: [], attributions: [], blindSpots: [] },
  };
  const { environments } = configuration;
  return canonicalise(raw, { environments, configuration: canonicalConfiguration(settings) });
}
