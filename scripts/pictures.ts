import { command, runCommand } from './command.ts';

const program = command(
  'pictures',
  'Make the pictures of README.md and docs/: from a real rehearsal, a real preview and a real promotion on its sandbox.',
)
  .option('--out <folder>', 'where to put them', 'docs/pictures')
  .addHelpText(
    'after',
    '\nShows the last commit, in a copy of its own. Needs Chromium: on PATH, or named by CHROMIUM.\n\nExamples:\n  npm run pictures',
  )
  .action(async ({ out }: { readonly out: string }) => {
    const { makePictures } = await import('./pictures/make.ts');
    await makePictures(out);
  });

await runCommand(program);
