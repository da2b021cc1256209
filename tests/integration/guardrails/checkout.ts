/** A checkout in which somebody changed one line of the program. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..', '..');

export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Calls the action with the folder of the changed checkout, which is gone afterwards. */
export async function inCheckout<T>(edit: Edit, action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-checkout-'));
  try {
    for (const name of ['config', 'infra', 'payments'])
      await cp(join(root, name), join(folder, name), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await change(join(folder, edit.file), edit);
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function change(path: string, { from, to }: Edit): Promise<void> {
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} does not say ${from}`);
  await writeFile(path, text.replace(from, to));
}
