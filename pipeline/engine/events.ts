import type { EngineEvent } from '@pulumi/pulumi/automation/index.js';
import { stripVTControlCharacters } from 'node:util';

export type { EngineEvent };

/** Messages that explain a failure: error diagnostics, mandatory policy violations, in the order the engine gave them. */
export function failures(
  events: readonly EngineEvent[],
): readonly { readonly urn: string | null; readonly message: string }[] {
  return events.flatMap(({ diagnosticEvent, policyEvent }) => {
    if (diagnosticEvent?.severity === 'error') {
      return [{ urn: diagnosticEvent.urn || null, message: plain(diagnosticEvent.message) }];
    }
    if (policyEvent?.enforcementLevel === 'mandatory') {
      return [{ urn: policyEvent.resourceUrn || null, message: policyText(policyEvent) }];
    }
    return [];
  });
}

/** What a guardrail says: its name, what is wrong, why that matters, where the rule comes from. */
export const policyText = ({ policyName, message }: NonNullable<EngineEvent['policyEvent']>): string =>
  `${policyName}: ${plain(message)}`;

/** The engine's wording of a whole failed run; empty when it named no cause. */
export const failureText = (events: readonly EngineEvent[]): string =>
  [
    ...new Set(failures(events).map(({ urn, message }) => (urn === null ? message : `${nameOf(urn)}: ${message}`))),
  ].join('\n');

/** Logical name of a URN: what follows the last `::`. */
export const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf('::') + 2);

/** Engine messages carry colour directives (`<{%fg 1%}>`) beside terminal escapes. */
const plain = (message: string): string =>
  stripVTControlCharacters(message)
    .replaceAll(/<\{%[^%]*%\}>/g, '')
    .trim();
