import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { Target } from '@aws-sdk/client-eventbridge';
import { orNull } from '../absence.ts';
import { objectOf, requiredText, textOf } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';

const missing = ['ResourceNotFoundException'];

/** Of a rule on the default bus, for a target that needs no parameters of its own. */
export const eventTarget: ResourceType = {
  token: 'aws:cloudwatch/eventTarget:EventTarget',
  source: 'internal/service/events/target.go, schema',
  required: ['arn', 'rule', 'targetId'],
  defaults: { eventBusName: 'default', forceDestroy: false },
  served: ['arn', 'eventBusName', 'forceDestroy', 'inputTransformer', 'roleArn', 'rule', 'targetId'],
  replaceOn: ['eventBusName', 'rule', 'targetId'],
  computed: [],
  create: put,
  read,
  update: (_id, news, _olds, session) => put(news, session),
  async delete(_id, outputs, session) {
    const Ids = [requiredText(outputs, 'targetId')];
    const request = new RemoveTargetsCommand({ Rule: requiredText(outputs, 'rule'), Ids });
    await orNull(missing, () => session.client(EventBridgeClient).send(request));
  },
};

async function put(inputs: Inputs, session: Session): Promise<ReadResult> {
  const [Rule, Id] = [requiredText(inputs, 'rule'), requiredText(inputs, 'targetId')];
  const transformer = objectOf(inputs, 'inputTransformer');
  const target: Target = {
    ...{ Id, Arn: requiredText(inputs, 'arn'), RoleArn: textOf(inputs, 'roleArn') },
    ...(transformer === undefined
      ? {}
      : {
          InputTransformer: {
            InputPathsMap: (objectOf(transformer, 'inputPaths') ?? {}) as Record<string, string>,
            InputTemplate: requiredText(transformer, 'inputTemplate'),
          },
        }),
  };
  const answer = await session.client(EventBridgeClient).send(new PutTargetsCommand({ Rule, Targets: [target] }));
  const [failed] = answer.FailedEntries ?? [];
  if (failed !== undefined) throw new Error(`${failed.ErrorCode ?? 'failed'}: ${failed.ErrorMessage ?? ''}`);
  const id = `${Rule}-${Id}`;
  return existing(id, read(id, inputs, session));
}

/** The id joins two names with a hyphen that both may hold: they are read from the recorded inputs, as the real provider does. */
async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const [Rule, targetId] = [requiredText(known, 'rule'), requiredText(known, 'targetId')];
  const answer = await orNull(missing, () =>
    session.client(EventBridgeClient).send(new ListTargetsByRuleCommand({ Rule })),
  );
  const held = answer?.Targets?.find((target) => target.Id === targetId);
  if (held === undefined) return null;
  const { Arn: arn, RoleArn: roleArn, InputTransformer } = held;
  const inputTransformer = InputTransformer && {
    inputPaths: InputTransformer.InputPathsMap,
    inputTemplate: InputTransformer.InputTemplate,
  };
  const own = { eventBusName: 'default', forceDestroy: known['forceDestroy'] ?? false };
  const inputs = { ...own, rule: Rule, targetId, arn, roleArn, inputTransformer };
  return readBack({}, known, { id, inputs, computed: {} });
}
