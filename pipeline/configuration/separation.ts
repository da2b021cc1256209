/** What no two environments may share: account, region, retries of a message, addresses of their networks. */
import { overlaps, parseRange } from '../../infra/network/addresses.ts';
import type { EnvironmentFile } from './file.ts';

/** One line for each environment that shares something with one further up in the list. */
export function separationProblems(files: readonly EnvironmentFile[]): readonly string[] {
  return files.flatMap((file, index) => {
    const others = files.slice(0, index);
    return [
      ...same(file, others, 'account', 'string', 'one account would let a role of one environment reach the other'),
      ...same(file, others, 'region', 'string', 'an outage of one region would take both'),
      ...same(
        file,
        others,
        'receiveCount',
        'number',
        'each environment has its own retry count, because giving up a message costs more in a higher one',
      ),
      ...overlapping(file, others),
    ];
  });
}

function same(
  file: EnvironmentFile,
  others: readonly EnvironmentFile[],
  key: string,
  type: string,
  reason: string,
): string[] {
  const value = file.raw[key];
  // What is of another type is a mistake of its own, and told as that.
  const other = others.find((candidate) => typeof value === type && candidate.raw[key] === value);
  return other === undefined ? [] : [file.problem(key, `${other.label} has ${JSON.stringify(value)} too: ${reason}`)];
}

function overlapping(file: EnvironmentFile, others: readonly EnvironmentFile[]): string[] {
  const range = rangeOf(file);
  if (range === undefined) return [];
  const other = others.find((candidate) => {
    const theirs = rangeOf(candidate);
    return theirs !== undefined && overlaps(range, theirs);
  });
  return other === undefined
    ? []
    : [
        file.problem(
          'vpcCidr',
          `${String(file.raw.vpcCidr)} overlaps ${String(other.raw.vpcCidr)} of ${other.label}: the networks could never be connected`,
        ),
      ];
}

function rangeOf(file: EnvironmentFile) {
  return typeof file.raw.vpcCidr === 'string' ? parseRange(file.raw.vpcCidr) : undefined;
}
