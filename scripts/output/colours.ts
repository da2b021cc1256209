import picocolors from 'picocolors';

type Colours = ReturnType<typeof picocolors.createColors>;

/** Colours only where a person looks at a terminal; `NO_COLOR` and `FORCE_COLOR` are heard, `CI` alone is no wish for them. */
const wanted = ({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv, isTerminal: boolean): boolean => {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return isTerminal ? TERM !== 'dumb' : false;
};

export const hasColours = wanted(process.env, process.stdout.isTTY);

/** For results, on standard output. */
export const colours: Colours = picocolors.createColors(hasColours);

/** For progress and errors, on standard error. */
export const progressColours: Colours = picocolors.createColors(wanted(process.env, process.stderr.isTTY));
