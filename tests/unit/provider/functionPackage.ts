/** Zip files with a function in them, and the archives that the engine makes of them. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';

export interface FunctionPackage {
  readonly bytes: Uint8Array;
  readonly path: string;
  /** As the engine hands an archive over. */
  readonly archive: Readonly<Record<string, string>>;
  readonly sha256Base64: string;
}

export interface Packages {
  make(answer: string): Promise<FunctionPackage>;
  remove(): Promise<void>;
}

export async function functionPackages(): Promise<Packages> {
  const folder = await mkdtemp(join(tmpdir(), 'packages-'));
  return {
    async make(answer) {
      const source = `export const handler = async () => ${JSON.stringify(answer)};`;
      const bytes = zipSync({ 'index.mjs': Buffer.from(source) }, { mtime: new Date('2020-01-01T00:00:00') });
      const path = join(folder, `${answer}.zip`);
      await writeFile(path, bytes);
      const sha256 = createHash('sha256').update(bytes);
      const hash = sha256.copy().digest('hex');
      const archive = { '4dabf18193072939515e22adb298388d': '0def7320c3a5731c473e5ecbe6d01bc7', hash, path };
      return { bytes, path, archive, sha256Base64: sha256.digest('base64') };
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
