/** Paths into properties, in the engine's notation: `environment.variables["a.b"]`, `ingress[0].fromPort`. */
export type Path = readonly (string | number)[];

const plainName = /^[A-Za-z_$][\w$-]*$/;

export function render(path: Path): string {
  return path
    .map((step, position) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!plainName.test(step)) return `["${step.replaceAll('"', '\\"')}"]`;
      return position === 0 ? step : `.${step}`;
    })
    .join('');
}

/** The names of a path without positions in lists, which is how rules name properties: `ingress.fromPort`. */
export function ruleName(path: Path): string {
  return path.filter((step) => typeof step === 'string').join('.');
}

/** True when a rule on `rule` (`environment`, `ingress.fromPort`) covers the property `name`. */
export function covers(rule: string, name: string): boolean {
  return name === rule || name.startsWith(`${rule}.`);
}

const step = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g;

/** Reads the engine's notation; `*` stands for any name or position. */
export function parse(text: string): Path {
  return [...text.matchAll(step)].map(([, quoted, position, name]) => {
    if (quoted !== undefined) return quoted.replaceAll('\\"', '"');
    if (position !== undefined) return position === '*' ? '*' : Number(position);
    return name ?? '';
  });
}

/** True when `path` is what `pattern` names, or lies inside it. */
export function startsWith(path: Path, pattern: Path): boolean {
  return (
    pattern.length <= path.length &&
    pattern.every((wanted, at) => wanted === '*' || String(wanted) === String(path[at]))
  );
}
