import { messageOf } from './awsError.ts';

/** The resource exists, but not everything about it could be set. The engine records it and tries again next time. */
export class CreatedIncompletely extends Error {
  override readonly name = 'CreatedIncompletely';
  readonly id: string;

  constructor(id: string, cause: unknown) {
    super(messageOf(cause), { cause });
    this.id = id;
  }
}
