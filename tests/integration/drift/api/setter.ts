/** How single properties of a resource are changed through the AWS API: the shape of the tables in this folder. */
import type { Clients } from '../../../../pipeline/account/additions/clients.ts';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';

export type Inputs = Readonly<Record<string, unknown>>;

/** Root of the account, and what is there to point at instead of what is ours. */
export interface Api {
  readonly clients: Clients & { readonly cloudwatch: CloudWatchClient };
  readonly other: {
    readonly keyId: string;
    readonly keyArn: string;
    readonly roleArn: string;
    readonly policyArn: string;
    readonly groupId: string;
    readonly subnetId: string;
    readonly routeTableId: string;
    readonly prefixListId: string;
    readonly gatewayId: string;
  };
  /** The released code, and some other one. */
  readonly code: { readonly released: Uint8Array; readonly other: Uint8Array };
}

export interface Target {
  readonly id: string;
  readonly outputs: Inputs;
  /** All inputs as they are to be. */
  readonly inputs: Inputs;
}

export interface Setter {
  /** Makes the account hold what the inputs say of this property; the same call puts it back. */
  set(api: Api, target: Target): Promise<unknown>;
  /** Another value that AWS takes, by general path below the property; without one a value of the same kind will do. */
  readonly to?: Readonly<Record<string, (api: Api, value: unknown) => unknown>>;
  /** What AWS moves along with it, as general paths: told beside it, and no other finding is. */
  readonly along?: readonly string[];
}

/** Setters by the property that they set. */
export type Setters = Readonly<Record<string, Setter>>;

export const text = ({ inputs }: Target, name: string): string => String(inputs[name]);
export const texts = ({ inputs }: Target, name: string): string[] => (inputs[name] as string[] | undefined) ?? [];
export const output = ({ outputs }: Target, name: string): string => String(outputs[name]);

/** `{ memorySize: 1 }` as `{ MemorySize: 1 }`: AWS has the same names with a capital. */
export function capital(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capital);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [upper(key), capital(each)]));
}

const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Members of a request, as properties are named. */
export type Member<Request> = Uncapitalize<keyof Request & string>;

/** The properties named, as members of a request. */
export function members<Request>({ inputs }: Target, ...names: readonly Member<Request>[]): Request {
  return capital(Object.fromEntries(names.map((name) => [name, inputs[name]]))) as Request;
}

/** The tags that the pipeline sets on everything stand beside those of the program. */
export const tagsOf = ({ inputs, outputs }: Target): Record<string, string> => ({
  ...(outputs['tagsAll'] as Record<string, string>),
  ...(inputs['tags'] as Record<string, string>),
});

export const tagList = (target: Target): { Key: string; Value: string }[] =>
  Object.entries(tagsOf(target)).map(([Key, Value]) => ({ Key, Value }));
