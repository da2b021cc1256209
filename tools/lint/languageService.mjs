#!/usr/bin/env node
// GitHub's own language service over every workflow and action file of a repository: `languageService.mjs ROOT`.
// Prints one line a problem; exit code 2 when there is one.
import { readFile, readdir } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Its packages import JSON without the attribute that Node asks for.
registerHooks({
  load: (url, context, next) =>
    url.endsWith('.json') ? next(url, { ...context, importAttributes: { type: 'json' } }) : next(url, context),
});
const { registerLogger, validate } = await import('@actions/languageservice');
const { TextDocument } = await import('vscode-languageserver-textdocument');

const root = process.argv[2];
// It logs what it cannot parse, which is a problem too.
const logged = [];
const log = (message) => logged.push(String(message));
registerLogger({ error: log, warn: log, info: () => {}, log: () => {} });

/** Called workflows are read, so that their inputs and outputs are checked against `with` and `needs`. */
const fileProvider = {
  getFileContent: async ({ path }) => ({ name: path, content: await readFile(join(root, path), 'utf8') }),
};

const files = await filesToCheck();
if (files.length === 0) throw new Error(`${root} has neither workflows nor actions: nothing was checked`);
const problems = [];
for (const file of files) {
  // A document of its own each: the service caches by address.
  const text = await readFile(join(root, file), 'utf8');
  const document = TextDocument.create(pathToFileURL(join(root, file)).href, 'yaml', 1, text);
  for (const { range, severity, message } of await validate(document, { fileProvider })) {
    // Errors of the parser carry no severity; 1 is an error, 2 a warning.
    if (severity === undefined || severity <= 2) problems.push(`${file}:${range.start.line + 1}: ${message}`);
  }
}
for (const problem of [...problems, ...logged]) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length + logged.length === 0 ? 0 : 2;

async function filesToCheck() {
  const [workflows, actions] = await Promise.all([list('.github/workflows'), list('.github/actions')]);
  return [
    ...workflows.filter((name) => /\.ya?ml$/.test(name)).map((name) => `.github/workflows/${name}`),
    ...actions.map((name) => `.github/actions/${name}/action.yml`),
  ];
}

async function list(folder) {
  return (await readdir(join(root, folder)).catch(() => [])).sort();
}
