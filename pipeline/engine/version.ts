import { createRequire } from 'node:module';

const manifest: unknown = createRequire(import.meta.url)('@pulumi/pulumi/package.json');

/** CLI, SDK and recorded releases use one version: the exact one of `@pulumi/pulumi` in package.json. */
export const engineVersion: string = (manifest as { version: string }).version;
