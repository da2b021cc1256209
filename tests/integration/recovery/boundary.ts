/** What a request to the sandbox means to a promotion: the step that it begins when it arrives and ends when it is answered. */
import type { IncomingHttpHeaders } from 'node:http';

export interface SandboxRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The name of a step that changes something, for instance `lease: updating` or `CreateTable payments-table`; null for a look. */
export function boundaryOf(request: SandboxRequest): string | null {
  const [, bucket = '', key = ''] = /^\/([^/?]+)\/([^?]*)/.exec(request.url) ?? [];
  return bucket.startsWith('payments-state-') ? stateStep(request, decodeURIComponent(key)) : apiStep(request);
}

function stateStep({ method, body }: SandboxRequest, key: string): string | null {
  if (method !== 'PUT' && method !== 'DELETE' && method !== 'POST') return null;
  const gone = method === 'DELETE';
  const [folder = ''] = key.split('/');
  if (folder === 'leases') return gone ? 'lease: removed' : `lease: ${textIn(body, 'step')}`;
  if (folder === 'evidence') return `evidence: ${key.endsWith('.start.json') ? 'start' : 'end'}`;
  if (folder === 'promotions') return `record: ${recordStep(body)}`;
  if (folder !== '.pulumi') return folder;
  const [, what = ''] = key.split('/');
  if (what === 'locks') return gone ? 'lock: removed' : 'lock: taken';
  if (what === 'stacks' && key.endsWith('.json')) return checkpointStep(body);
  return what === '' ? null : what;
}

const textIn = (body: Buffer, property: string): string =>
  new RegExp(`"${property}":\\s*"([^"]*)"`).exec(body.toString())?.[1] ?? '?';

function recordStep(body: Buffer): string {
  const { current } = parsed(body) as { current?: { deployedAt: string | null; verifiedAt: string | null } | null };
  if (!current?.deployedAt) return 'started';
  return current.verifiedAt === null ? 'deployed' : 'verified';
}

interface Checkpoint {
  readonly checkpoint?: {
    readonly latest?: {
      readonly resources?: readonly { readonly type: string; readonly outputs?: object }[] | null;
      readonly pending_operations?: readonly { readonly type: string; readonly resource: { readonly urn: string } }[];
    };
  };
}

/** Pulumi writes one before each operation, which is then pending, and one after it; the last one brings the outputs. */
function checkpointStep(body: Buffer): string {
  const { resources, pending_operations: pending = [] } = (parsed(body) as Checkpoint).checkpoint?.latest ?? {};
  const last = pending.at(-1);
  if (last !== undefined) return `checkpoint: ${last.type} ${last.resource.urn.split('::').at(-1) ?? ''}`;
  const stack = resources?.find(({ type }) => type === 'pulumi:pulumi:Stack');
  return Object.keys(stack?.outputs ?? {}).length > 0 ? 'checkpoint: outputs' : 'checkpoint: nothing pending';
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return {};
  }
}

const looks = /^(Get|List|Describe|Lookup|Assume|Query|Scan|Receive|Decrypt|Encrypt|Generate|HEAD|GET|Head)/;

/** The four ways in which AWS services are asked: a target, a form, an operation in the path, or plain HTTP. */
function apiStep({ method, url, headers, body }: SandboxRequest): string | null {
  const text = body
    .toString('latin1')
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const inForm = /(?:^|&)Action=(\w+)/.exec(text)?.[1];
  const inPath = /\/operation\/(\w+)$/.exec(url)?.[1];
  const action = target || inForm || inPath || `${method} ${url.replace(/\?.*/, '')}`;
  if (looks.test(action)) return null;
  const name = /::(payments-[\w-]+)/.exec(text)?.[1] ?? /payments-[a-z]+-([\w-]+)/.exec(`${text} ${url}`)?.[0] ?? '';
  return `${action} ${name}`.trim();
}
