/** An AWS SDK client that acts as root of one account of the emulator. */
interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly forcePathStyle?: boolean;
}

export function rootClient<T>(
  Client: new (options: ClientOptions) => T,
  endpoint: string,
  place: { readonly account: string; readonly region: string },
  more: { readonly forcePathStyle?: boolean } = {},
): T {
  return new Client({
    endpoint,
    region: place.region,
    credentials: { accessKeyId: place.account, secretAccessKey: 'sandbox' },
    ...more,
  });
}
