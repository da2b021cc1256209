/** Where results go is tried before any work is done: nobody waits for minutes to learn of a wrong path. */
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigurationError } from '../../pipeline/errors.ts';

/** Makes the folder. @throws ConfigurationError when nothing can be written there */
export async function prepareFolder(option: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw unusable(option, folder, cause);
  }
}

/** Makes the folder of a file. @throws ConfigurationError when nothing can be written there, or the file is a folder */
export async function prepareFile(option: string, file: string): Promise<void> {
  await prepareFolder(option, dirname(file));
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() === true) throw unusable(option, file, new Error('it is a folder'));
}

const unusable = (option: string, path: string, cause: unknown) =>
  new ConfigurationError(`${option} ${path}: nothing can be written there`, {
    advice: 'Name a place that can be written; nothing was done.',
    cause,
  });
