import type * as aws from '@pulumi/aws';
import type { Adopt } from './adoption.ts';
import type { DocumentWriters } from './document.ts';

/** What every resource of one account is made with. */
export interface Account {
  readonly provider: aws.Provider;
  readonly written: DocumentWriters;
  readonly adopt: Adopt;
}
