import { command, runCommand } from './command.ts';

const program = command(
  'completion',
  'Print a script by which bash or zsh completes commands, environments and options.',
)
  .addHelpText(
    'after',
    `
It completes npm run NAME -- ENVIRONMENT and the options of NAME inside of a clone, and file names everywhere else.

Examples:
  source <(npm run --silent completion)
  npm run --silent completion >> ~/.bashrc`,
  )
  .action(print);

async function print(): Promise<void> {
  const [{ readFile }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  const { scripts } = JSON.parse(await readFile(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const names = Object.keys(scripts).filter((name) => !(name.startsWith('pre') && name.slice(3) in scripts));
  process.stdout.write(script(names));
}

/**
 * Environments and options are read when Tab is pressed, from the clone that the shell stands in: a new file is an environment at once,
 * and the page of the commands, which a test keeps fresh, has the options of each.
 */
const script = (
  names: readonly string[],
): string => `# Completion of payments-gitops: npm run NAME -- ENVIRONMENT --OPTION
if [ -n "\${ZSH_VERSION-}" ]; then autoload -Uz compinit bashcompinit; compinit -u; bashcompinit; fi
_payments_gitops() {
  local word="\${COMP_WORDS[COMP_CWORD]}" folder="$PWD" words=
  COMPREPLY=()
  while [ -n "$folder" ] && [ ! -f "$folder/config/parity.yaml" ]; do folder="\${folder%/*}"; done
  if [ -z "$folder" ] || [ "\${COMP_WORDS[1]-}" != run ]; then return; fi
  if [ "$COMP_CWORD" -eq 2 ]; then
    words="${names.join(' ')}"
  elif [[ "$word" == -* ]]; then
    words="-- $(awk -v title="## \${COMP_WORDS[2]-}" '$0 == title { on = 1; next } /^## / { on = 0 } on && $1 ~ /^--[a-z]/ { print $1 }' "$folder/docs/reference/commands.md")"
  else
    words="$(cd "$folder/config" && for file in *.yaml; do [ "$file" = parity.yaml ] || printf '%s ' "\${file%.yaml}"; done)"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _payments_gitops npm
`;

await runCommand(program);
