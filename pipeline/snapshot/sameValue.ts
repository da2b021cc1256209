/** Deep equality of plain data, whatever the order of keys; absent and undefined are the same. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) return Array.isArray(right) && sameList(left, right);
  return !Array.isArray(right) && sameBlock(left as Record<string, unknown>, right as Record<string, unknown>);
}

function sameList(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((each, index) => sameValue(each, right[index]));
}

/** Own keys only: a tag may be called `constructor`. */
function sameBlock(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  for (const key in left) {
    if (!sameValue(left[key], Object.hasOwn(right, key) ? right[key] : undefined)) return false;
  }
  for (const key in right) if (right[key] !== undefined && !Object.hasOwn(left, key)) return false;
  return true;
}
