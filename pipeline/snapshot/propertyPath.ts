/** Appends one step to a Pulumi property path: `a.b`, `a[0]`, `a["x.y"]` (sdk/go/common/resource/property_path.go). */
export function propertyPath(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  if (!/^[A-Za-z_$][\w$-]*$/.test(step)) return `${path}[${JSON.stringify(step)}]`;
  return path === '' ? step : `${path}.${step}`;
}

/** Whether a path is another one or lies below it. */
export const isWithin = (path: string, above: string): boolean =>
  path === above || (path.startsWith(above) && (path[above.length] === '.' || path[above.length] === '['));
