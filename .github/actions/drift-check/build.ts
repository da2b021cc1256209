/** Bundles the action: `node .github/actions/drift-check/build.ts [FOLDER]`. The result is the same on every machine. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const outdir = process.argv[2] ?? `${here}dist`;

/**
 * `@actions/core` can ask for OIDC tokens and `@actions/github` makes clients behind proxies; both load undici for it
 * (800 KB, 90 ms). Neither is used here, and importing these packages does nothing by itself, so what is unused may go.
 */
const withoutUnusedImports: Plugin = {
  name: 'without-unused-imports',
  setup(bundler) {
    bundler.onResolve({ filter: /./ }, async ({ path, pluginData, kind, importer, resolveDir }) => {
      if (pluginData === 'resolved') return undefined;
      const result = await bundler.resolve(path, { kind, importer, resolveDir, pluginData: 'resolved' });
      const free = /node_modules\/(@actions|@octokit|undici|tunnel)\//.test(result.path.replaceAll('\\', '/'));
      return free ? { ...result, sideEffects: false } : result;
    });
  },
};

await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: fileURLToPath(new URL('../../..', import.meta.url)),
  entryPoints: [`${here}main.ts`],
  outdir,
  chunkNames: '[name]-[hash]',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  minifySyntax: true,
  legalComments: 'eof',
  charset: 'utf8',
  outExtension: { '.js': '.mjs' },
  metafile: true,
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  plugins: [withoutUnusedImports],
  logLevel: 'warning',
});
await writeFile(join(outdir, 'LICENSES.txt'), await licenses(Object.keys(metafile.inputs)));

/** The licence of every package of which something is in the bundle, as those licences ask for. */
async function licenses(inputs: readonly string[]): Promise<string> {
  const packages = inputs
    .map((input) => /^node_modules\/((@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    .filter((name) => name !== undefined);
  const texts = [...new Set(packages)].sort().map(async (name) => {
    const folder = `node_modules/${name}`;
    const file = (await readdir(folder)).find((entry) => /^licen[sc]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} comes without a licence file`);
    return `${name}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}
