import type { Plan, PlannedChange, PlannedOperation } from '../engine/plan.ts';

const signs: Readonly<Record<PlannedOperation, string>> = {
  create: '+',
  update: '~',
  replace: '±',
  delete: '-',
  same: ' ',
};

/** What destroys comes first, what merely appears last. */
const order: readonly PlannedOperation[] = ['replace', 'delete', 'update', 'create'];

/** One line that says how much a plan would do: `3 to create, 1 to update, 48 unchanged`. */
export function summarise(changes: readonly PlannedChange[]): string {
  const count = (operation: PlannedOperation) => changes.filter((change) => change.operation === operation).length;
  const parts = order
    .filter((operation) => count(operation) > 0)
    .map((operation) => `${count(operation)} to ${operation}`);
  const same = count('same');
  return [...(parts.length > 0 ? parts : ['no changes']), ...(same > 0 ? [`${same} unchanged`] : [])].join(', ');
}

/** A plan as lines of text, the dangerous operations first, each with the properties that change. */
export function planLines({ changes, notes }: Pick<Plan, 'changes' | 'notes'>): readonly string[] {
  const shown = order.flatMap((operation) => changes.filter((change) => change.operation === operation));
  return [...shown.map(changeLine), ...notes.map((note) => `! ${note}`)];
}

function changeLine({ operation, type, name, properties }: PlannedChange): string {
  const paths = operation === 'create' || operation === 'delete' ? [] : Object.keys(properties).sort();
  return `${signs[operation]} ${type} ${name}${paths.length > 0 ? ` [${paths.join(', ')}]` : ''}`;
}
