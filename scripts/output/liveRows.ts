/** One row for each environment at the bottom of a terminal, redrawn in place while something is waited for. */
import type { WriteStream } from 'node:tty';
import { onExit } from '../../pipeline/engine/onExit.ts';

/** What is waited for in one environment. */
export interface Row {
  readonly label: string;
  readonly text: string;
  /** The last of the small steps, and how many there were. */
  readonly detail?: string;
  readonly steps: number;
  /** Of `performance.now()`. */
  readonly since: number;
}

export interface LiveRows {
  /** Rows to show from now on; none clears them away. */
  show(rows: readonly Row[]): void;
}

const redrawMilliseconds = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Draws below whatever else is written to `screens`: before each write the rows are taken away, and they come back once the
 * line is complete, so that a question at a prompt keeps its line to itself.
 */
export function liveRows(
  terminal: WriteStream,
  screens: readonly WriteStream[],
  dim: (text: string) => string,
): LiveRows {
  const draw = terminal.write.bind(terminal);
  let rows: readonly Row[] = [];
  let drawn = 0;
  let lineIsOpen = false;
  let tick = 0;
  let timer: NodeJS.Timeout | undefined;

  const clear = () => {
    if (drawn > 0) draw(`\x1b[${drawn}A\r\x1b[J`);
    drawn = 0;
  };
  const redraw = () => {
    clear();
    if (lineIsOpen) return;
    const width = terminal.columns || 80;
    for (const row of rows) draw(`${dim(rowText(row, frames[tick % frames.length] ?? '', width - 1))}\n`);
    drawn = rows.length;
    tick++;
  };
  for (const screen of screens) {
    const write = screen.write.bind(screen) as (...all: unknown[]) => boolean;
    screen.write = (chunk: unknown, ...rest: unknown[]) => {
      clear();
      lineIsOpen = !String(chunk).endsWith('\n');
      return write(chunk, ...rest);
    };
  }
  onExit(clear);
  return {
    show(wanted) {
      rows = wanted;
      if (rows.length === 0) {
        clearInterval(timer);
        timer = undefined;
        clear();
      } else timer ??= setInterval(redraw, redrawMilliseconds).unref();
    },
  };
}

function rowText({ label, text, detail, steps, since }: Row, frame: string, width: number): string {
  const seconds = `${((performance.now() - since) / 1000).toFixed(0)} s`;
  const done = detail === undefined ? '' : ` · ${steps} done · ${detail}`;
  return `${frame} ${label}${text}, ${seconds}${done}`.slice(0, width);
}
