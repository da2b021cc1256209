/** Lines of two texts, told as a difference that people can read. */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** Above this many lines on a side, common lines are found only at the beginning and the end. */
const most = 400;

/** The shortest difference by longest common subsequence, with lines that both share around it. */
export function lineDiff(before: string, after: string, around = 3): readonly DiffLine[] {
  const [left, right] = [before.split('\n'), after.split('\n')];
  const start = commonStart(left, right);
  const end = commonEnd(left, right, start);
  const middle = changed(left.slice(start, left.length - end), right.slice(start, right.length - end));
  const same = (lines: readonly string[]): readonly DiffLine[] => lines.map((text) => ({ mark: ' ', text }));
  return shorten([...same(left.slice(0, start)), ...middle, ...same(left.slice(left.length - end))], around);
}

function commonStart(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < left.length && count < right.length && left[count] === right[count]) count++;
  return count;
}

function commonEnd(left: readonly string[], right: readonly string[], start: number): number {
  let count = 0;
  while (count < Math.min(left.length, right.length) - start && left.at(-1 - count) === right.at(-1 - count)) count++;
  return count;
}

function changed(left: readonly string[], right: readonly string[]): readonly DiffLine[] {
  if (left.length > most || right.length > most) return [...marked('-', left), ...marked('+', right)];
  const lengths = commonLengths(left, right);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push({ mark: ' ', text: left[i++] ?? '' });
      j++;
    } else if (j >= right.length || (i < left.length && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      lines.push({ mark: '-', text: left[i++] ?? '' });
    } else {
      lines.push({ mark: '+', text: right[j++] ?? '' });
    }
  }
  return lines;
}

const marked = (mark: '-' | '+', lines: readonly string[]): readonly DiffLine[] =>
  lines.map((text) => ({ mark, text }));

/** Length of the longest common subsequence of what follows each pair of positions. */
function commonLengths(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: left.length + 1 }, () => Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i--) {
    const [row, below] = [table[i] ?? [], table[i + 1] ?? []];
    for (let j = right.length - 1; j >= 0; j--) {
      row[j] = left[i] === right[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function shorten(lines: readonly DiffLine[], around: number): readonly DiffLine[] {
  const near = new Set<number>();
  lines.forEach(({ mark }, index) => {
    if (mark !== ' ') for (let at = index - around; at <= index + around; at++) near.add(at);
  });
  return lines.flatMap((line, index): readonly DiffLine[] => {
    if (near.has(index)) return [line];
    return index === 0 || near.has(index - 1) ? [{ mark: ' ', text: '…' }] : [];
  });
}
