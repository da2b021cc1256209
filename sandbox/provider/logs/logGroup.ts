import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  paginateDescribeLogGroups,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroup, LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';
import { orNull, refusal, whileRefused } from '../absence.ts';
import { numberOf, requiredText, textOf } from '../inputValues.ts';
import { existing, finish, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { readTags, tagChanges, wantedTags, type Tags } from '../tagSets.ts';
import { logGroupProblems, refuseKey } from './logGroupRules.ts';

const rules = { optionalComputed: ['logGroupClass'] };

export const logGroup: ResourceType = {
  token: 'aws:cloudwatch/logGroup:LogGroup',
  required: [],
  defaults: { retentionInDays: 0, skipDestroy: false },
  replaceOn: ['logGroupClass', 'name'],
  autoname: { property: 'name', maximumLength: 512 },
  served: ['kmsKeyId', 'logGroupClass', 'name', 'retentionInDays', 'skipDestroy', 'tags'],
  ...rules,
  source: 'internal/service/logs/group.go, schema',
  computed: ['arn', 'tagsAll'],
  check: logGroupProblems,
  async create(inputs, session) {
    const id = requiredText(inputs, 'name');
    const kmsKeyId = textOf(inputs, 'kmsKeyId');
    if (kmsKeyId !== undefined) await refuseKey(id, kmsKeyId, session);
    const tags = wantedTags(inputs, session);
    const request = new CreateLogGroupCommand({
      logGroupName: id,
      logGroupClass: textOf(inputs, 'logGroupClass') as LogGroupClass | undefined,
      kmsKeyId,
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
    });
    await session.client(CloudWatchLogsClient).send(request);
    return finish(id, async () => {
      if (numberOf(inputs, 'retentionInDays')) await setRetention(id, inputs, session);
      return existing(id, read(id, inputs, session));
    });
  },
  read,
  async update(id, news, _olds, session) {
    const current = await describe(id, session);
    if ((numberOf(news, 'retentionInDays') ?? 0) !== (current?.retentionInDays ?? 0))
      await setRetention(id, news, session);
    if (textOf(news, 'kmsKeyId') !== current?.kmsKeyId) await setKey(id, news, session);
    await retag(arnOf(current ?? {}), news, session);
    return existing(id, read(id, news, session));
  },
  async delete(id, outputs, session) {
    if (outputs['skipDestroy'] === true) return;
    const remove = () => session.client(CloudWatchLogsClient).send(new DeleteLogGroupCommand({ logGroupName: id }));
    const patience = { timeoutSeconds: 60, signal: session.signal };
    await orNull(['ResourceNotFoundException'], () => whileRefused(['OperationAbortedException'], remove, patience));
  },
};

async function describe(name: string, session: Session): Promise<LogGroup | null> {
  const client = session.client(CloudWatchLogsClient);
  for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
    const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (found !== undefined) return found;
  }
  return null;
}

/** Without the `:*` that the service adds. */
const arnOf = ({ arn }: LogGroup): string => (arn ?? '').replace(/:\*$/, '');

async function setRetention(logGroupName: string, news: Inputs, session: Session): Promise<void> {
  const retentionInDays = numberOf(news, 'retentionInDays') ?? 0;
  const client = session.client(CloudWatchLogsClient);
  if (retentionInDays > 0) await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  else await client.send(new DeleteRetentionPolicyCommand({ logGroupName }));
}

async function setKey(logGroupName: string, news: Inputs, session: Session): Promise<void> {
  const kmsKeyId = textOf(news, 'kmsKeyId');
  if (kmsKeyId !== undefined) await refuseKey(logGroupName, kmsKeyId, session);
  const client = session.client(CloudWatchLogsClient);
  const change = () =>
    kmsKeyId === undefined
      ? client.send(new DisassociateKmsKeyCommand({ logGroupName }))
      : client.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
  const answer = await orNull<unknown>(['InvalidOperationException'], change);
  if (answer !== null) return;
  throw refusal('UnsupportedOperation', 'the sandbox cannot change the key of a log group that exists; AWS can');
}

async function tagsOf(resourceArn: string, session: Session): Promise<Tags> {
  const request = new ListTagsForResourceCommand({ resourceArn });
  return (await session.client(CloudWatchLogsClient).send(request)).tags ?? {};
}

async function retag(resourceArn: string, news: Inputs, session: Session): Promise<void> {
  const client = session.client(CloudWatchLogsClient);
  const { set, remove } = tagChanges(await tagsOf(resourceArn, session), wantedTags(news, session));
  if (remove.length > 0) await client.send(new UntagResourceCommand({ resourceArn, tagKeys: remove }));
  if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ resourceArn, tags: { ...set } }));
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const group = await describe(id, session);
  if (group === null) return null;
  const arn = arnOf(group);
  const { tags, tagsAll } = readTags(await tagsOf(arn, session), known, session);
  const inputs = {
    name: group.logGroupName,
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.logGroupClass,
    retentionInDays: group.retentionInDays ?? 0,
    // Only the provider itself looks at this property; nothing of it is in the account.
    skipDestroy: known['skipDestroy'] ?? false,
    tags,
  };
  return readBack(rules, known, { id, inputs, computed: { arn, tagsAll } });
}
