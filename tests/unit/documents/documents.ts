import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..', '..');

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Every committed or new document, by its path from the root. */
export const documents: readonly string[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'],
  { cwd: root },
)
  .toString()
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)));

export interface Line {
  readonly path: string;
  readonly text: string;
}

/** Lines of all documents but the generated pages, which a test of their own holds to the code. */
export const written: readonly Line[] = documents
  .filter((path) => !path.startsWith('docs/reference/'))
  .flatMap((path) =>
    read(path)
      .split('\n')
      .map((text) => ({ path, text })),
  );

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

export const anchorsIn = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)),
  );
