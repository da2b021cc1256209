export function outdated(
  root: string,
  parts: { readonly required: readonly string[]; readonly optional: readonly string[] },
): readonly string[];
