/**
 * AWS's own descriptions of its requests, as botocore publishes them. Every request is held against them before it is
 * sent, because the emulator accepts most of what AWS refuses.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { EngineError } from '../../pipeline/errors.ts';
import type { ApiModel } from './apiModel.ts';
import { violations } from './requestShape.ts';

/** A request that AWS would refuse before looking at it, in AWS's own words. */
export class RequestRefused extends Error {
  override readonly name = 'ValidationException';
  readonly $fault = 'client';
  readonly $metadata = { httpStatusCode: 400 };
}

/** Folder below `botocore/data` of a service, by the SDK's service id, where it is not just the id in small letters. */
const folders: Readonly<Record<string, string>> = { 'CloudWatch Logs': 'logs', EventBridge: 'events' };

export const serviceFolder = (serviceId: string): string =>
  folders[serviceId] ?? serviceId.toLowerCase().replaceAll(' ', '-');

/** Of each service, by its folder: a process starts many providers, and that of EC2 alone is several megabytes. */
const models = new Map<string, Promise<ApiModel>>();

/** The models in one `botocore/data` folder; each service is read when it is first used. */
export class ApiModels {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Throws `RequestRefused` with every violated constraint. */
  async validate(serviceId: string, operation: string, input: unknown): Promise<void> {
    const model = await modelIn(join(this.#folder, serviceFolder(serviceId)));
    const shape = model.operations[operation];
    if (shape === undefined)
      throw new EngineError(`the API model of ${serviceId} does not know the operation ${operation}`);
    if (shape.input === undefined) return;
    const found = violations(model, shape.input, input);
    if (found.length === 0) return;
    const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected`;
    throw new RequestRefused(`${count}: ${found.join('; ')}`);
  }
}

function modelIn(folder: string): Promise<ApiModel> {
  const known = models.get(folder);
  if (known !== undefined) return known;
  const loading = load(folder);
  models.set(folder, loading);
  return loading;
}

async function load(folder: string): Promise<ApiModel> {
  try {
    // Versions are dates, so the last one by name is the newest.
    const newest = (await readdir(folder)).sort().at(-1) ?? '';
    const packed = await readFile(join(folder, newest, 'service-2.json.gz'));
    return JSON.parse((await promisify(gunzip)(packed)).toString('utf8')) as ApiModel;
  } catch (error) {
    throw new EngineError(`the AWS API model in ${folder} cannot be read`, {
      advice: 'it comes with the emulator: remove .cache/emulator and run npm run rehearse to install it again',
      cause: error,
    });
  }
}
