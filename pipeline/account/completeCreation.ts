import { EC2Client, RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { EngineError } from '../errors.ts';
import { clientConfiguration } from './clientConfiguration.ts';

type Completion = (id: string, client: ReturnType<typeof clientConfiguration>) => Promise<string | null>;

/**
 * What the provider does right after it made a resource, and what no later update makes good, because the program asks for
 * nothing there. Everything else that a dead run left out is a difference that the next update puts right.
 */
const completions: Readonly<Record<string, Completion>> = {
  // AWS opens a new group to everywhere; the provider takes that rule away (internal/service/ec2/vpc_security_group.go).
  'aws:ec2/securityGroup:SecurityGroup': async (id, client) => {
    const everywhere = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    const ec2 = new EC2Client(client);
    try {
      await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: id, IpPermissions: everywhere }));
      return 'the way out that AWS gives a new group was closed';
    } catch (error) {
      if (error instanceof Error && error.name === 'InvalidPermission.NotFound') return null;
      throw error;
    } finally {
      ec2.destroy();
    }
  },
};

/**
 * Completes the creation of a resource that a dead run left half made.
 *
 * @param credentials of the role that changes this account
 * @returns what was done, or null when nothing was needed
 * @throws EngineError when it could not be done
 */
export async function completeCreation(
  credentials: ProcessEnvironment,
  region: string,
  { type, id }: { readonly type: string; readonly id: string },
): Promise<string | null> {
  const completion = completions[type];
  if (completion === undefined) return null;
  try {
    return await completion(id, clientConfiguration(credentials, region));
  } catch (cause) {
    throw new EngineError(`${id} was left half made, and could not be completed`, {
      cause,
      advice: 'Run the recovery again; until then the stack stays as it is.',
    });
  }
}
