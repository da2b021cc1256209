import type { ObservedResource, Value } from './observation.ts';
import { isFields } from './policy.ts';
import { propertyPath } from './propertyPath.ts';
import { secretText } from './signatures.ts';

/** Paths of secrets that were seen only as `[secret]`: equal or not, nobody can tell. */
export function hiddenPaths({
  program,
  state,
  live,
}: ObservedResource): readonly { readonly path: string; readonly reason: string }[] {
  const paths = new Set<string>();
  for (const view of [program, state, live.status === 'present' ? live.properties : null]) {
    if (view !== null) collect(view, '', paths);
  }
  return [...paths]
    .sort()
    .map((path) => ({ path, reason: 'a secret, of which the engine shows neither value nor fingerprint' }));
}

function collect(value: Value, path: string, paths: Set<string>): void {
  if (value === secretText) paths.add(path);
  else if (Array.isArray(value)) value.forEach((each: Value, index) => collect(each, propertyPath(path, index), paths));
  else if (isFields(value))
    for (const [key, each] of Object.entries(value)) collect(each, propertyPath(path, key), paths);
}
