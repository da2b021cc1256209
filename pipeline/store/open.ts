import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { fileURLToPath } from 'node:url';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { ConfigurationError } from '../errors.ts';
import { bucketOwner } from '../account/bucketOwner.ts';
import { clientConfiguration } from '../account/clientConfiguration.ts';
import { BucketStore } from './bucket.ts';
import type { DocumentStore } from './documentStore.ts';
import { FolderStore } from './folder.ts';

/**
 * The documents beside the state of a Pulumi backend.
 *
 * @param backend `file:///folder` or `s3://bucket?region=...&endpoint=...` as Pulumi takes it
 * @param environment credentials of the entry role whose keys are to be reached
 */
export function openStore(backend: string, environment: ProcessEnvironment): DocumentStore {
  const url = new URL(backend);
  if (url.protocol === 'file:') return new FolderStore(fileURLToPath(`file://${url.pathname}`));
  if (url.protocol === 's3:')
    return new BucketStore(bucketClient(url, environment), url.hostname, bucketOwner(url.hostname));
  throw new ConfigurationError(`state backend "${backend}": expected s3://BUCKET?region=REGION or file:///FOLDER`, {
    advice: 'Set PULUMI_BACKEND_URL to the state bucket that bootstrap printed.',
  });
}

function bucketClient(url: URL, environment: ProcessEnvironment): S3Client {
  const endpoint = url.searchParams.get('endpoint');
  const configuration: S3ClientConfig = {
    ...clientConfiguration(environment, url.searchParams.get('region') ?? undefined),
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
  };
  return new S3Client(configuration);
}
