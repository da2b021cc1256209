import { issueHandlers } from './issueHandlers.ts';
import { notFound, type Reply, type Request } from './replies.ts';
import { runHandlers } from './runHandlers.ts';
import { setupHandlers } from './setupHandlers.ts';
import type { World } from './world.ts';

const handlers = { ...issueHandlers, ...runHandlers, ...setupHandlers };

/** @param operation for instance `get /user` */
export function handle(world: World, operation: string, request: Request): Reply {
  const handler = handlers[operation];
  if (handler === undefined) throw new Error(`the stand-in has no ${operation}`);
  const { owner, repo } = request.path;
  if (owner !== undefined && (owner !== world.owner || repo !== world.repo)) return notFound();
  return handler(world, request);
}
