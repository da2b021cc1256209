/** Tells from what a run said in the end which of the situations it met. */
import { saw, type Happening, type World } from './world.ts';

const told: readonly (readonly [RegExp, Happening])[] = [
  [/wrote a commit of this release and cannot approve it/, 'an author approved'],
  [/asks for approval, and nobody approved/, 'nobody approved'],
  [/is not the one that was approved/, 'another plan after the approval'],
  [/ runs [0-9a-f]{12}, not [0-9a-f]{12}/, 'superseded'],
  [/ was verified in \w+, and is newer than /, 'an old release again'],
  [/ changed to OK at /, 'an alarm that fell silent again'],
  [/ is paused since /, 'paused'],
  [/ is frozen /, 'frozen'],
];

export function outcomeSeen(world: World, message: string): void {
  for (const [pattern, what] of told) if (pattern.test(message)) saw(world, what);
}
