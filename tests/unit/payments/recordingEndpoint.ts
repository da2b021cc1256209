/** An HTTP endpoint in place of AWS, that answers from a script and keeps what it was asked: real clients, round trips counted. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';

export interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

export interface Endpoint {
  readonly calls: readonly Call[];
  readonly dynamo: DynamoDBClient;
  readonly sns: SNSClient;
  close(): Promise<void>;
}

/** @param answer what the service says to a call */
export async function recordingEndpoint(answer: (call: Call) => Answer): Promise<Endpoint> {
  const calls: Call[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = parse(request.headers['x-amz-target'], await text(request));
    calls.push(call);
    const { status = 200, body } = answer(call);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const configuration = { region: 'us-east-1', endpoint, credentials, maxAttempts: 1 };
  const clients = { dynamo: new DynamoDBClient(configuration), sns: new SNSClient(configuration) };
  return {
    calls,
    ...clients,
    close: async () => {
      clients.dynamo.destroy();
      clients.sns.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parse(target: string | string[] | undefined, body: string): Call {
  if (typeof target === 'string') {
    return { operation: target.split('.')[1] ?? '', input: JSON.parse(body) as Record<string, unknown> };
  }
  const input = Object.fromEntries(new URLSearchParams(body));
  return { operation: input['Action'] ?? '', input };
}

/** What SNS says when it has taken a message. */
export const published = (id: string): Answer => ({
  body: `<PublishResponse><PublishResult><MessageId>${id}</MessageId></PublishResult></PublishResponse>`,
});

export const unavailable: Answer = {
  status: 503,
  body: '<ErrorResponse><Error><Code>InternalError</Code></Error></ErrorResponse>',
};

/** What DynamoDB says when the condition failed, with the item that is there. */
export const conditionFailed = (Item: unknown): Answer => ({
  status: 400,
  body: {
    __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
    message: 'The conditional request failed',
    Item,
  },
});
