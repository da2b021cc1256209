/** What stood on a terminal from moment to moment, from everything that was written to it. */
import { stripVTControlCharacters } from 'node:util';

/** Lines, in colours; the last ones are those that are drawn anew in place. */
export type Screen = readonly string[];

/** How `liveRows` takes its rows away before it draws them anew. */
const cleared = /\x1b\[(\d+)A\r\x1b\[J/;

/** The last screen of which a line says this, with no more lines than fit; undefined when there was none. */
export function lastScreenWith(written: string, says: RegExp, height: number): Screen | undefined {
  let found: Screen | undefined;
  for (const screen of screens(written)) {
    const shown = screen.slice(-height);
    if (shown.some((line) => says.test(stripVTControlCharacters(line)))) found = shown;
  }
  return found;
}

function* screens(written: string): Generator<Screen> {
  const parts = written.replaceAll('\r\n', '\n').split(cleared);
  let lines: readonly string[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    lines = [...lines, ...(parts[index] ?? '').split('\n').slice(0, -1)];
    yield lines;
    lines = lines.slice(0, lines.length - Number(parts[index + 1] ?? 0));
  }
}
