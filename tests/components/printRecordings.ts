/** `node tests/components/printRecordings.ts`: what the program of this checkout registers, and what the guardrails say of it. */
import { evaluateGuardrails } from '../../infra/policies/catalogue.ts';
import { loadParityRules } from '../../pipeline/configuration/parity.ts';
import { configuration, recordEnvironments } from './environments.ts';

const recordings = await recordEnvironments();
const stacks = configuration.environments.map((settings) => {
  const resources = (recordings.get(settings.environment)?.resources ?? []).map(({ type, name, inputs, options }) => ({
    ...{ type, name, props: inputs, protect: options['protect'] === true },
  }));
  return { environment: settings.environment, resources, violations: evaluateGuardrails(resources, settings) };
});
console.log(JSON.stringify({ stacks, variations: loadParityRules('config', configuration).variations.length }));
