/** Tells subscribers. A filter policy on the attributes decides who gets what: e-mail only `refused`, nobody `synthetic`. */
import { PublishCommand } from '@aws-sdk/client-sns';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Outcome } from './outcome.ts';

export interface Announcer {
  /** Resolves with the topic's message id once the topic has taken it. */
  announce(outcome: Outcome, signal?: AbortSignal): Promise<string>;
}

export const snsAnnouncer = (client: SNSClient, topicArn: string): Announcer => ({
  announce: async ({ id, outcome, synthetic, body }, signal) => {
    const command = new PublishCommand({
      TopicArn: topicArn,
      Message: JSON.stringify({ schemaVersion: 1, id, outcome, ...body }),
      MessageAttributes: {
        outcome: { DataType: 'String', StringValue: outcome },
        synthetic: { DataType: 'String', StringValue: String(synthetic) },
      },
    });
    const { MessageId } = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
    if (MessageId === undefined) throw new Error('the topic gave no message id');
    return MessageId;
  },
});
