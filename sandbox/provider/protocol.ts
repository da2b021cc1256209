/** One place where the engine's protocol becomes plain calls: answers, errors, and who is calling. */
import grpc from '@grpc/grpc-js';
import providerPb from '@pulumi/pulumi/proto/provider_pb.js';
import statusPb from '@pulumi/pulumi/proto/status_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';

import { messageOf } from './awsError.ts';
import type { Change, ChangeKind } from './difference.ts';
import type { Inputs } from './resourceType.ts';
import { encode } from './wire.ts';

/** A resource that exists although its creation failed: the engine records it as it is. */
export class InitializationFailed extends Error {
  override readonly name = 'InitializationFailed';
  readonly id: string;
  readonly inputs: Inputs;
  readonly outputs: Inputs;

  constructor(message: string, state: { readonly id: string; readonly inputs: Inputs; readonly outputs: Inputs }) {
    super(message);
    this.id = state.id;
    this.inputs = state.inputs;
    this.outputs = state.outputs;
  }
}

/**
 * Serves one method. The engine opens a connection per provider instance, and a connection is told apart by the address
 * it comes from: that is the only thing that says which instance a call is meant for.
 */
export function unary<Request, Response>(
  answer: (request: Request, connection: string) => Promise<Response> | Response,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const answered = (async () => answer(call.request, call.getPeer()))();
    answered.then(
      (response) => callback(null, response),
      (error: unknown) => callback(failure(error)),
    );
  };
}

export function notServed(method: string): grpc.handleUnaryCall<unknown, unknown> {
  return (_call, callback) => {
    callback({ code: grpc.status.UNIMPLEMENTED, details: `the sandbox's provider does not serve ${method}` });
  };
}

function failure(error: unknown): Partial<grpc.StatusObject> {
  const status = { code: grpc.status.UNKNOWN, details: messageOf(error) };
  return error instanceof InitializationFailed ? { ...status, metadata: initializationDetails(error) } : status;
}

function initializationDetails({ message, id, inputs, outputs }: InitializationFailed): grpc.Metadata {
  const detail = new providerPb.ErrorResourceInitFailed();
  detail.setId(id).setProperties(encode(outputs)).setInputs(encode(inputs)).setReasonsList([message]);
  const packed = new anyPb.Any();
  packed.pack(detail.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const status = new statusPb.Status();
  status.setCode(grpc.status.UNKNOWN).setMessage(message).addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add('grpc-status-details-bin', Buffer.from(status.serializeBinary()));
  return metadata;
}

export function checkResponse(
  inputs: Inputs,
  failures: readonly (readonly [string, string])[],
): providerPb.CheckResponse {
  const response = new providerPb.CheckResponse();
  for (const [property, reason] of failures) {
    response.addFailures(new providerPb.CheckFailure().setProperty(property).setReason(reason));
  }
  return response.setInputs(encode(inputs));
}

export function diffResponse(changes: readonly Change[], deleteBeforeReplace: boolean): providerPb.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = providerPb.DiffResponse.DiffChanges;
  const response = new providerPb.DiffResponse();
  response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME).setHasdetaileddiff(true);
  response.setDiffsList([...new Set(changes.map(({ path }) => String(path[0])))]);
  response.setReplacesList(changes.filter(({ replaces }) => replaces).map(({ property }) => property));
  response.setDeletebeforereplace(deleteBeforeReplace);
  for (const { property, kind, replaces } of changes) {
    const detail = new providerPb.PropertyDiff().setKind(wireKind(kind, replaces)).setInputdiff(true);
    response.getDetaileddiffMap().set(property, detail);
  }
  return response;
}

function wireKind(kind: ChangeKind, replaces: boolean): providerPb.PropertyDiff.Kind {
  const { Kind } = providerPb.PropertyDiff;
  if (kind === 'add') return replaces ? Kind.ADD_REPLACE : Kind.ADD;
  if (kind === 'delete') return replaces ? Kind.DELETE_REPLACE : Kind.DELETE;
  return replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE;
}
