/** What all configurations of a bucket share: the bucket is the id, put overwrites, and a bucket that is gone has none. */
import { orNull, whileRefused } from '../absence.ts';
import { requiredText } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';

type Declared = Pick<
  ResourceType,
  'token' | 'required' | 'defaults' | 'source' | 'sets' | 'equal' | 'check' | 'served'
>;

interface BucketPart extends Declared {
  /** Replaces besides the bucket itself. */
  readonly replaceOn?: readonly string[];
  /** Codes that say that the bucket has no such configuration. */
  readonly missing: readonly string[];
  /** What only the provider looks at; the account holds nothing of it. */
  readonly unread?: readonly string[];
  put(bucket: string, inputs: Inputs, session: Session): Promise<unknown>;
  get(bucket: string, session: Session): Promise<Inputs | null>;
  /** The same in the words of the known inputs, where one thing can be said in several ways. */
  spell?(known: Inputs, held: Inputs): Inputs;
  remove(bucket: string, outputs: Inputs, session: Session): Promise<unknown>;
}

export function bucketPart(part: BucketPart): ResourceType {
  const { missing, unread = [], put, get, remove, spell, replaceOn = [], ...declared } = part;
  const gone = ['NoSuchBucket', ...missing];
  const read = async (id: string, known: Inputs, session: Session): Promise<ReadResult | null> => {
    const held = await orNull(gone, () => get(id, session));
    if (held === null) return null;
    const own = Object.fromEntries(unread.map((property) => [property, known[property]]));
    return readBack(declared, known, {
      id,
      inputs: { bucket: id, ...own, ...(spell?.(known, held) ?? held) },
      computed: {},
    });
  };
  const apply = async (id: string, inputs: Inputs, session: Session) => {
    // Another configuration of the same bucket may just be written.
    await whileRefused(['OperationAborted'], () => put(id, inputs, session), {
      timeoutSeconds: 15,
      signal: session.signal,
    });
    return existing(id, read(id, inputs, session));
  };
  return {
    ...declared,
    replaceOn: ['bucket', ...replaceOn],
    computed: [],
    create: (inputs, session) => apply(requiredText(inputs, 'bucket'), inputs, session),
    read,
    update: (id, news, _olds, session) => apply(id, news, session),
    delete: async (id, outputs, session) => {
      await orNull(gone, () => remove(id, outputs, session));
    },
  };
}
