/** Files and archives as the engine hands them over: an object with a signature, a hash and where the contents are. */
import { readFile } from 'node:fs/promises';

const signatureKey = '4dabf18193072939515e22adb298388d';
const signatures = {
  asset: 'c44067f5952c0a294b673a41bacd8c17',
  archive: '0def7320c3a5731c473e5ecbe6d01bc7',
} as const;

export type Asset = Readonly<Record<string, unknown>>;

export function isAsset(value: unknown): value is Asset {
  if (typeof value !== 'object' || value === null) return false;
  const signature = (value as Asset)[signatureKey];
  return signature === signatures.asset || signature === signatures.archive;
}

/** What two assets are compared by: the same contents under another path are the same. */
export function assetHash(asset: Asset): unknown {
  return asset['hash'];
}

/** Stands for contents that are in the account and on no disk here; only its hash means something. */
export function archiveOfUnknownOrigin(hash: string): Asset {
  return { [signatureKey]: signatures.archive, hash, assets: {} };
}

/** The bytes of a file or of a packed archive. Archives put together by the program are refused: they have no bytes yet. */
export async function assetBytes(asset: Asset): Promise<Uint8Array> {
  const { path, text } = asset;
  if (typeof path === 'string') return readFile(path);
  if (typeof text === 'string') return Buffer.from(text);
  throw new Error(
    'the sandbox takes code from a file (pulumi.asset.FileArchive of a zip, or FileAsset) and from nothing else',
  );
}
