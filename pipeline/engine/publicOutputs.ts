import { EngineError } from '../errors.ts';
import type { Program } from './source.ts';

/**
 * The program, whose run fails when an output is a secret, by itself or in a part of it: outputs are read by the stack above, printed
 * and kept as evidence. It fails in the preview, which every update has before it, and names the output, never its value.
 */
export const withPublicOutputs =
  (program: Program): Program =>
  async (given) => {
    const outputs = await program(given);
    // Only now: the program has loaded it, and whoever looks without a program does not pay for it.
    const { isSecret, output } = await import('@pulumi/pulumi');
    const judged = await Promise.all(
      Object.entries(outputs).map(async ([name, value]) => ((await isSecret(output(value))) ? [name] : [])),
    );
    const secret = judged.flat();
    if (secret.length === 0) return outputs;
    throw new EngineError(
      `outputs of the stack are secrets: ${secret.join(', ')}. Nobody may read one there: keep it in Secrets Manager, and give its ARN instead.`,
    );
  };
