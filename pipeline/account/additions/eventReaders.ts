/** Who else is told when a rule of ours matches. */
import { ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { keyOf, output, type Reader } from './reader.ts';

const child = 'aws:cloudwatch/eventTarget:EventTarget';

const targets: Reader = {
  parent: 'aws:cloudwatch/eventRule:EventRule',
  child,
  actions: ['events:ListTargetsByRule'],
  declaredBy: { [child]: (resource) => keyOf(output(resource, 'rule'), output(resource, 'targetId')) },
  async read({ id: Rule }, { events }) {
    // A rule has five at most, and a page a hundred.
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
    return Targets.map(({ Id = '', Arn, RoleArn }) => ({
      key: `${Rule}|${Id}`,
      name: `${Rule}/${Id}`,
      physicalId: `${Rule}-${Id}`,
      properties: { rule: Rule, targetId: Id, arn: Arn, roleArn: RoleArn },
    }));
  },
};

export const eventReaders: readonly Reader[] = [targets];
