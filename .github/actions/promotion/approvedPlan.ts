import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Plan } from '../../../pipeline/engine/plan.ts';
import { fingerprint } from '../../../pipeline/release/fingerprint.ts';
import { planIn } from '../../../pipeline/release/reviewedPlan.ts';

/** Folder that the plan job keeps as an artifact and the deployment fetches. */
const folder = 'approved-plan';
const file = 'plan.json';

/**
 * Keeps what somebody is asked to approve: the plan, so that a deployment that finds another one can say what differs, and the drift
 * that it overwrites, which is evidence.
 */
export async function keepPlan(root: string, plan: Plan, overwritten: readonly string[]): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, folder, file), JSON.stringify([{ environment: plan.environment, plan, overwritten }]));
}

const shown = z.tuple([z.looseObject({ overwritten: z.array(z.string()) })]);

/** By its fingerprint, which is what was approved: a plan that has another one is none, and none is needed to refuse. */
export async function approvedPlan(
  root: string,
  { environment, approved }: { readonly environment: string; readonly approved: string },
): Promise<{ readonly fingerprint: string; readonly plan?: Plan; readonly overwritten?: readonly string[] }> {
  const text = await readFile(join(root, folder, file), 'utf8').catch(() => '');
  const plan = planIn(text, environment);
  if (plan === null || fingerprint(plan) !== approved) return { fingerprint: approved };
  const [{ overwritten }] = shown.parse(JSON.parse(text));
  return { fingerprint: approved, plan, overwritten };
}
