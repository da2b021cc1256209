/** Builds the zip that Lambda runs. The same sources give the same bytes on every machine: its digest is the release's identity. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

export interface FunctionPackage {
  /** Absolute when `outputFolder` is. */
  readonly path: string;
  /** As Lambda reports it (`CodeSha256`). */
  readonly sha256Base64: string;
  readonly sha256Hex: string;
  /** Of the zip. */
  readonly bytes: number;
  readonly unzippedBytes: number;
}

/** The function's handler, as Lambda names it: file and export. */
export const functionHandler = 'index.handler';

/** Bundles `payments/` and writes `payments.zip` into the folder, which is made when it is missing. */
export async function buildFunctionPackage(outputFolder: string): Promise<FunctionPackage> {
  const code = await bundle(fileURLToPath(new URL('index.ts', import.meta.url)));
  const zip = zipSync({ 'index.mjs': [code, { level: 9, mtime: fixedTime(), os: 3, attrs: 0o644 << 16 }] });
  const path = join(outputFolder, 'payments.zip');
  await mkdir(outputFolder, { recursive: true });
  await writeFile(path, zip);
  const digest = createHash('sha256').update(zip).digest();
  return {
    path,
    sha256Base64: digest.toString('base64'),
    sha256Hex: digest.toString('hex'),
    bytes: zip.length,
    unzippedBytes: code.length,
  };
}

/**
 * One minified ES module with the settings of the function. Independent of the working directory.
 *
 * @param entry path of a file, or a module's text that imports as if it stood in the root folder
 */
export async function bundle(entry: string | { readonly text: string }): Promise<Uint8Array> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { outputFiles } = await build({
    ...(typeof entry === 'string'
      ? { entryPoints: [entry] }
      : { stdin: { contents: entry.text, resolveDir: root, loader: 'ts' } }),
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('the bundle is empty');
  return file.contents;
}

/** A zip holds local time without a zone: made from local parts, it is the same bytes in every zone. */
const fixedTime = (): Date => new Date(1980, 0, 1, 12);
