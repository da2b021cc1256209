import { nameOf, type EngineEvent } from '../engine/events.ts';
import type { Progress } from '../progress.ts';

const verbs: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  'create-replacement': 'created the replacement of',
  'delete-replaced': 'deleted the replaced',
  import: 'imported',
};

/** Turns the engine's events into one line for each finished change. */
export const engineLines =
  (environment: string, progress: Progress) =>
  ({ resOutputsEvent, resOpFailedEvent }: EngineEvent): void => {
    const done = resOutputsEvent?.metadata;
    const verb = done && verbs[done.op];
    if (done && verb !== undefined)
      progress(environment, `${verb} ${shortType(done.type)} ${nameOf(done.urn)}`, 'detail');
    const broken = resOpFailedEvent?.metadata;
    if (broken) progress(environment, `FAILED ${broken.op} ${shortType(broken.type)} ${nameOf(broken.urn)}`);
  };

const shortType = (type: string): string => type.split(':').at(-1) ?? type;
