// Says what is being done, that it goes on, and how long it took. On standard error, so that `--json` output stays clean.
const terminal = process.stderr.isTTY === true && process.env.CI === undefined;
const everyMilliseconds = terminal ? 100 : 15_000;
const frames = ['|', '/', '-', '\\'];

export const say = (line) => process.stderr.write(`${line}\n`);

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Runs `work` as one step; `work` gets a function that takes what is going on right now ("412 packages compiled"). */
export async function step(title, work) {
  const since = Date.now();
  let detail = '';
  let tick = 0;
  if (!terminal) say(`set-up: ${title} ...`);
  const timer = setInterval(() => {
    const now = `${seconds(since)}${detail === '' ? '' : `: ${detail}`}`;
    const line = `${frames[tick++ % frames.length]} ${title}, ${now}`;
    if (terminal) process.stderr.write(`\r\x1b[K${line.slice(0, width() - 1)}`);
    else say(`set-up: ... ${now}`);
  }, everyMilliseconds);
  try {
    const result = await work((text) => (detail = text));
    finish(timer, `set-up: ${title}: done in ${seconds(since)}`);
    return result;
  } catch (error) {
    finish(timer, `set-up: ${title}: failed after ${seconds(since)}`);
    throw error;
  }
}

function finish(timer, line) {
  clearInterval(timer);
  say(terminal ? `\r\x1b[K${line}` : line);
}

const width = () => process.stderr.columns ?? 80;
