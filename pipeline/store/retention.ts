/** What is kept whoever wants it gone: evidence of changes, under S3's object lock. */

/** PCI DSS 4.0.1, requirement 10.5.1: audit history is kept for at least 12 months. A leap year's day on top. */
export const evidenceKeptDays = 366;

const dayMilliseconds = 86_400_000;

/**
 * How S3 is told to keep what is written under a key; nothing for all that has to be replaced and removed (state, locks, leases).
 * Governance: an administrator with `s3:BypassGovernanceRetention` may lift it, none of our roles may.
 */
export const retentionOf = (key: string, now: Date) =>
  key.startsWith('evidence/')
    ? ({
        ObjectLockMode: 'GOVERNANCE',
        ObjectLockRetainUntilDate: new Date(now.getTime() + evidenceKeptDays * dayMilliseconds),
        // S3 takes no retention without a checksum of the body.
        ChecksumAlgorithm: 'CRC32',
      } as const)
    : {};
