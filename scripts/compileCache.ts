/**
 * Keeps what Node compiles. Otherwise every command compiles the same AWS SDK, Pulumi and schemas again: half of what it computes
 * before it does anything. Where the folder cannot be written, nothing is kept. Node's own switch: `NODE_DISABLE_COMPILE_CACHE=1`.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', '.cache', 'compiled'));
