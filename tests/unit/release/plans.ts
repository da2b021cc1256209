import type { Plan, PlannedChange } from '../../../pipeline/engine/plan.ts';

export const urn = (type: string, name: string): string => `urn:pulumi:prod::payments::${type}::${name}`;

export function change(name: string, overrides: Partial<PlannedChange> = {}): PlannedChange {
  const type = overrides.type ?? 'aws:sqs/queue:Queue';
  return {
    urn: urn(type, name),
    type,
    name,
    operation: 'update',
    properties: { visibilityTimeoutSeconds: 'update' },
    oldInputs: { visibilityTimeoutSeconds: 60 },
    newInputs: { visibilityTimeoutSeconds: 180 },
    ...overrides,
  };
}

export const plan = (...changes: readonly PlannedChange[]): Plan => ({
  environment: 'prod',
  release: 'a'.repeat(64),
  changes,
  notes: [],
});
