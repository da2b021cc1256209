/** The part of the protocol that is about resources, for the provider instance that a call is meant for. */
import providerPb from '@pulumi/pulumi/proto/provider_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';

import { EngineError } from '../../pipeline/errors.ts';
import { describeError, spokenType } from './awsError.ts';
import { check } from './check.ts';
import { CreatedIncompletely } from './createdIncompletely.ts';
import { diff, previewCreate, previewUpdate, read, recorded, regional, userInputs } from './operations.ts';
import { checkResponse, diffResponse, InitializationFailed } from './protocol.ts';
import { resourceType } from './registry.ts';
import type { Inputs, ResourceType } from './resourceType.ts';
import type { RegionalSession } from './session.ts';
import { decode, encode } from './wire.ts';

const typeOf = (urn: string): ResourceType => resourceType(urn.split('::').at(-2)?.split('$').at(-1) ?? '');
const nameOf = (urn: string): string => urn.split('::').at(-1) ?? '';

export function checkResource(request: providerPb.CheckRequest, session: RegionalSession): providerPb.CheckResponse {
  const { inputs, failures } = check(typeOf(request.getUrn()), {
    resourceName: nameOf(request.getUrn()),
    randomSeed: request.getRandomseed_asU8(),
    olds: decode(request.getOlds()),
    news: decode(request.getNews()),
    defaultTags: session.defaultTags,
    region: session.region,
  });
  return checkResponse(inputs, failures);
}

export function diffResource(request: providerPb.DiffRequest): providerPb.DiffResponse {
  const olds = decode(request.getOldInputs());
  const news = decode(request.getNews());
  const found = diff(typeOf(request.getUrn()), { olds, news, ignored: request.getIgnorechangesList() });
  return diffResponse(found.changes, found.deleteBeforeReplace);
}

export async function createResource(
  request: providerPb.CreateRequest,
  session: RegionalSession,
): Promise<providerPb.CreateResponse> {
  const type = typeOf(request.getUrn());
  const inputs = decode(request.getProperties());
  if (request.getPreview()) return new providerPb.CreateResponse().setProperties(encode(previewCreate(type, inputs)));
  const here = regional(session, inputs);
  const result = await attempt(`creating ${label(type, inputs, request.getUrn())}`, () =>
    type.create(userInputs(inputs), here, nameOf(request.getUrn())),
  ).catch((error: unknown) => asInitializationFailure(error, type, inputs, here));
  return new providerPb.CreateResponse().setId(result.id).setProperties(encode(recorded(type, result, inputs, here)));
}

export async function readResource(
  request: providerPb.ReadRequest,
  session: RegionalSession,
): Promise<providerPb.ReadResponse> {
  const type = typeOf(request.getUrn());
  const known = { inputs: decode(request.getInputs()), outputs: decode(request.getProperties()) };
  const here = regional(session, known.inputs, known.outputs);
  const id = request.getId();
  const found = await attempt(`reading ${label(type, known.inputs, id)}`, () => read(type, id, known, here));
  const response = new providerPb.ReadResponse();
  if (found === null) return response;
  return response.setId(found.id).setInputs(encode(found.inputs)).setProperties(encode(found.outputs));
}

export async function updateResource(
  request: providerPb.UpdateRequest,
  session: RegionalSession,
): Promise<providerPb.UpdateResponse> {
  const type = typeOf(request.getUrn());
  const [outputs, olds, news] = [decode(request.getOlds()), decode(request.getOldInputs()), decode(request.getNews())];
  const response = new providerPb.UpdateResponse();
  if (request.getPreview()) return response.setProperties(encode(previewUpdate(type, { outputs, olds, news })));
  const here = regional(session, news, outputs);
  const result = await attempt(`updating ${label(type, news, request.getId())}`, () =>
    type.update(request.getId(), userInputs(news), userInputs(olds), here),
  );
  return response.setProperties(encode(recorded(type, result, news, here)));
}

export async function deleteResource(
  request: providerPb.DeleteRequest,
  session: RegionalSession,
): Promise<emptyPb.Empty> {
  const type = typeOf(request.getUrn());
  const outputs = decode(request.getProperties());
  const here = regional(session, outputs);
  await attempt(`deleting ${label(type, outputs, request.getId())}`, () => type.delete(request.getId(), outputs, here));
  return new emptyPb.Empty();
}

function label(type: ResourceType, properties: Inputs, fallback: string): string {
  const name = properties['name'] ?? properties[type.autoname?.property ?? ''];
  return `${spokenType(type.token)} (${typeof name === 'string' ? name : fallback.split('::').at(-1)})`;
}

/** Puts what was being done before AWS's own words, as the real provider does. */
async function attempt<T>(doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const text = `${doing}: ${describeError(error instanceof CreatedIncompletely ? error.cause : error)}`;
    if (error instanceof CreatedIncompletely)
      throw Object.assign(new CreatedIncompletely(error.id, error.cause), { message: text });
    throw new EngineError(text, { cause: error });
  }
}

async function asInitializationFailure(
  error: unknown,
  type: ResourceType,
  inputs: Inputs,
  session: RegionalSession,
): Promise<never> {
  if (!(error instanceof CreatedIncompletely)) throw error;
  const { id, message } = error;
  const found = await type.read(id, userInputs(inputs), session).catch(() => null);
  const outputs = found === null ? inputs : recorded(type, found, inputs, session);
  throw new InitializationFailed(message, { id, inputs, outputs });
}
