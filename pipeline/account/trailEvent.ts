/** One recorded call, and how a resource of ours is recognised in it. */
import { z } from 'zod';
import type { OwnedResource } from './additions/reader.ts';
import { output } from './additions/reader.ts';

export interface TrailEvent {
  readonly actor: string;
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  /** Every text in the call's parameters and in its answer. */
  readonly mentions: ReadonlySet<string>;
}

const schema = z.object({
  // An action's name. What is recorded without one cannot say whether it changed anything.
  eventName: z.string().regex(/^(?!Get|List|Describe|Head)[A-Z]\w+$/u),
  eventTime: z.string(),
  errorCode: z.string().nullish(),
  userIdentity: z.object({ arn: z.string().nullish(), invokedBy: z.string().nullish(), type: z.string().nullish() }),
  requestParameters: z.unknown().optional(),
  responseElements: z.unknown().optional(),
  resources: z.unknown().optional(),
});

/** Null for a call that changed nothing (it failed, it only read), and for what is no event. */
export function trailEvent(text: string): TrailEvent | null {
  const parsed = schema.safeParse(fromJson(text));
  if (!parsed.success || parsed.data.errorCode) return null;
  const { eventName, eventTime, userIdentity, requestParameters, responseElements, resources } = parsed.data;
  return {
    actor: userIdentity.arn ?? userIdentity.invokedBy ?? userIdentity.type ?? 'unknown',
    name: eventName,
    at: eventTime,
    mentions: new Set(textsIn([requestParameters, responseElements, resources])),
  };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* textsIn(part);
}

/**
 * What a call that concerns the resource mentions: any of these lists, in full. A compound id (`role:policy`) is mentioned by its
 * parts; a name counts only if it is the end of an ARN or the id, so that no other resource's namesake is taken for it.
 */
export function identifiersOf(resource: OwnedResource): readonly (readonly string[])[] {
  const { id } = resource;
  const arn = output(resource, 'arn');
  const name = output(resource, 'name');
  const compound = id !== null && !id.startsWith('arn:') && !id.startsWith('http') ? id.split(/[:|]/u) : [];
  return [
    ...(id === null ? [] : [[id]]),
    ...(arn === undefined ? [] : [[arn]]),
    ...(compound.length > 1 ? [compound] : []),
    ...(name !== undefined && (name === id || arn?.endsWith(`:${name}`) || arn?.endsWith(`/${name}`)) ? [[name]] : []),
  ];
}
