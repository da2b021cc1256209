import type { Properties, Value } from '../snapshot/observation.ts';
import { isFields } from '../snapshot/policy.ts';

type Step = string | number;

/** The steps of a Pulumi property path, or null when it is none: `a.b[0]["x.y"]`. */
function stepsOf(path: string): readonly Step[] | null {
  const token = /(?:^|\.)([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy;
  const steps: Step[] = [];
  for (let match = token.exec(path); match !== null; match = token.exec(path)) {
    const [, name, index, quoted] = match;
    steps.push(name ?? (index === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(index)));
    if (token.lastIndex === path.length) return steps;
  }
  return null;
}

/** The value at a path; undefined when nothing is there. */
export function valueAt(properties: Value | undefined, path: string): Value | undefined {
  let value: Value | undefined = properties;
  for (const step of stepsOf(path) ?? []) {
    if (typeof step === 'number') value = Array.isArray(value) ? (value[step] as Value | undefined) : undefined;
    else value = isFields(value) ? value[step] : undefined;
  }
  return value;
}

/** The properties without what lies at these paths. */
export function without(properties: Properties, paths: readonly string[]): Properties {
  return paths.reduce((rest, path) => removed(rest, stepsOf(path) ?? []) as Properties, properties);
}

function removed(value: Value, [step, ...rest]: readonly Step[]): Value {
  if (step === undefined) return value;
  if (Array.isArray(value)) {
    return value.flatMap((each: Value, index) =>
      index !== step ? [each] : rest.length === 0 ? [] : [removed(each, rest)],
    );
  }
  if (!isFields(value) || typeof step === 'number' || !(step in value)) return value;
  const { [step]: inner, ...others } = value;
  return rest.length === 0 || inner === undefined ? others : { ...others, [step]: removed(inner, rest) };
}
