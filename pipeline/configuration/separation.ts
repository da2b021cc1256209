/** What no two environments may share: account, region, addresses of their networks. */
import { overlaps, parseRange } from '../../infra/network/addresses.ts';
import type { EnvironmentFile } from './file.ts';

/** One line for each environment that shares something with one further up in the list. */
export function separationProblems(files: readonly EnvironmentFile[]): readonly string[] {
  return files.flatMap((file, index) => {
    const others = files.slice(0, index);
    return [
      ...same(file, others, 'account', 'one account would let a role of one environment reach the other'),
      ...same(file, others, 'region', 'an outage of one region would take both'),
      ...overlapping(file, others),
    ];
  });
}

function same(file: EnvironmentFile, others: readonly EnvironmentFile[], key: string, reason: string): string[] {
  const value = file.raw[key];
  const other = others.find((candidate) => typeof value === 'string' && candidate.raw[key] === value);
  return other === undefined ? [] : [file.problem(key, `${other.label} has "${String(value)}" too: ${reason}`)];
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
