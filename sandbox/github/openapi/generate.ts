/**
 * Makes the subset of GitHub's OpenAPI description that the stand-in checks against:
 *
 *     npm pack @octokit/openapi@23.0.2   (in a folder outside of the repository: it unpacks to 385 MB)
 *     node sandbox/github/openapi/generate.ts FOLDER/package
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { operations } from './operations.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Mapping = { readonly [key: string]: Json };

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected the folder of the unpacked package @octokit/openapi');
const description = JSON.parse(await readFile(join(folder, 'generated', 'api.github.com.json'), 'utf8')) as {
  paths: Record<string, Record<string, Mapping>>;
  components: Record<string, Record<string, Mapping>>;
};
const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };

const components: Record<string, Record<string, Json>> = {};
const paths: Record<string, Record<string, Json>> = {};
for (const { method, path } of operations) {
  const operation = description.paths[path]?.[method];
  if (operation === undefined) throw new Error(`${method} ${path} is not in the description`);
  const { parameters = [], requestBody = null, responses } = operation;
  (paths[path] ??= {})[method] = subset({ parameters, requestBody, responses: responses ?? {} });
}
const source = `@octokit/openapi ${version}, api.github.com`;
const text = JSON.stringify({ source, paths, components: sorted(components) });
await writeFile(new URL('github.json', import.meta.url), await format(text, { parser: 'json', printWidth: 120 }));
process.stdout.write(`${text.length} bytes, ${Object.keys(components['schemas'] ?? {}).length} schemas\n`);

/** Copies what matters to a validator and pulls in what is referred to. */
function subset(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(subset);
  if (value === null || typeof value !== 'object') return value;
  const { $ref: reference } = value as Mapping;
  if (typeof reference === 'string') {
    include(reference);
    return { $ref: reference };
  }
  const kept = Object.entries(value as Mapping).filter(
    ([key, inner]) => !(isProse(key) && typeof inner !== 'object') && !isExtra(key),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, subset(inner)]));
}

function include(reference: string): void {
  const [, , kind = '', name = ''] = reference.split('/');
  const group = (components[kind] ??= {});
  if (name in group) return;
  const found = description.components[kind]?.[name];
  if (found === undefined) throw new Error(`${reference} leads nowhere`);
  // Set first: descriptions refer to themselves.
  group[name] = {};
  group[name] = subset(found);
}

function isProse(key: string): boolean {
  return key === 'description' || key === 'title' || key === 'summary';
}

function isExtra(key: string): boolean {
  return (
    key.startsWith('x-') ||
    key === 'example' ||
    key === 'examples' ||
    key === 'externalDocs' ||
    key === 'links' ||
    key === 'headers'
  );
}

function sorted(groups: Record<string, Record<string, Json>>): Json {
  return Object.fromEntries(
    Object.entries(groups)
      .filter(([kind]) => ['schemas', 'parameters', 'responses'].includes(kind))
      .map(([kind, group]) => [kind, Object.fromEntries(Object.entries(group).sort(([a], [b]) => (a < b ? -1 : 1)))]),
  );
}
