/** The guardrails as a Pulumi policy pack: `pulumi preview --policy-pack infra/policies`. */
import * as pulumi from '@pulumi/pulumi';
import { PolicyPack, type Policies } from '@pulumi/policy';
import { parseSettings, settingsFromText } from '../settings.ts';
import { guardrails } from './catalogue.ts';
import { enforcementOf, type Guardrail, type PolicyResource } from './guardrail.ts';

type Policy = Policies[number];

/** The engine hands a pack the configuration of the stack that it judges: what an environment promises comes from there. */
const settings = parseSettings(pulumi.getStack(), settingsFromText(pulumi.runtime.allConfig()));

new PolicyPack('payments', { policies: guardrails.map(policyOf) });

function policyOf(rule: Guardrail): Policy {
  const facts = {
    name: rule.id,
    description: `${rule.reason} (${rule.source})`,
    severity: rule.severity,
    enforcementLevel: enforcementOf(rule),
  };
  if (rule.kind === 'stack') {
    return {
      ...facts,
      validateStack: ({ resources }, report) =>
        rule.breaches(resources.map(resourceOf)).forEach((message) => report(message)),
    };
  }
  return {
    ...facts,
    validateResource: (args, report) => {
      if (!rule.types.includes(args.type)) return;
      const message =
        rule.kind === 'promise' ? rule.breach(args.props, settings) : rule.breach(args.props, resourceOf(args));
      if (message !== undefined) report(`${args.name} ${message}`);
    },
  };
}

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  readonly opts: { readonly protect: boolean };
}

function resourceOf({ type, name, props, opts }: Registered): PolicyResource {
  return { type, name, props, protect: opts.protect };
}
