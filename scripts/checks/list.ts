/** Every check of `npm run check`, slowest first: two run at a time. Add one here. */
import { program, type Check } from './check.ts';
import { repository } from './repository.ts';
import { workflowChecks } from './workflows.ts';

export const checks: readonly Check[] = [
  program('lint', 'ESLint, with the arrows of docs/architecture.md', 'eslint/bin/eslint.js', ['.', '--max-warnings=0']),
  program('types', 'TypeScript, strict', 'typescript/bin/tsc', ['--noEmit', '-p', '.']),
  program('format', 'Prettier', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
  ...workflowChecks(),
  program('unused', 'Knip: files, exports and dependencies that nothing uses', 'knip/bin/knip.js', ['--no-progress']),
  repository,
];
