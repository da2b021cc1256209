/** A function is named by its name or by its ARN, either with or without an alias or version. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier: string | undefined;
  readonly isArn: boolean;
}

export function parseFunction(text: string): FunctionReference {
  const isArn = text.startsWith('arn:');
  const [name = '', qualifier] = isArn ? text.split(':').slice(6) : text.split(':');
  return { name, qualifier, isArn };
}

/** A plain name and an ARN with that name are no difference (`suppressEquivalentFunctionNameOrARN` of the real provider). */
export function sameFunction(left: unknown, right: unknown): boolean {
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  const named = (arn: string, plain: string) => arn.startsWith('arn:') && parseFunction(arn).name === plain;
  return left === right || named(left, right) || named(right, left);
}
