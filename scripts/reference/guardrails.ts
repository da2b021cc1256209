import { guardrails } from '../../infra/policies/catalogue.ts';
import { enforcementOf } from '../../infra/policies/guardrail.ts';
import { code, generatedBy, table } from './page.ts';

const how = `Every rule holds for each preview and each deployment: the pipeline serves them to the engine as a policy pack. A broken mandatory rule
stops both, and the message names rule, resource, reason and source; an advisory one is shown with the plan. A deployment previews first,
so that nothing is changed when a rule is broken. In an environment that does not exist yet some values are only known once the update has
made them: the preview names each rule that it cannot judge for that reason, and the update judges it before the resource is made. Rules over the whole
stack see it when all of it is there, which in an update is at its end. Drift checks need no guardrails: they change nothing.`;

const stock = `The same rules are a pack for the stock CLI: \`pulumi preview --policy-pack infra/policies\`. With the Node language host that comes with the
CLI it needs nothing more; without one, put \`infra/policies/bin\` on the PATH. What the tests prove: the pack through Pulumi's own SDK for packs, in the real
engine, without the language host, says the same as the pipeline. With the language host it is not tested here, because the tests need no network.`;

/** Every guardrail with its reason and its source. */
export function guardrailsPage(): string {
  return [
    '# Guardrails',
    generatedBy,
    how,
    '## With the stock CLI',
    stock,
    `## The ${guardrails.length} rules`,
    table(
      ['rule', 'severity', 'a broken one', 'why', 'source'],
      guardrails.map((rule) => [
        code(rule.id),
        rule.severity,
        enforcementOf(rule) === 'mandatory' ? 'stops' : 'is shown',
        rule.reason,
        rule.source,
      ]),
    ),
    '',
  ].join('\n\n');
}
