// What each npm script needs. `required` must be there; `optional` is installed where that is possible, so that a laptop
// without Python can still work on real accounts.
const everything = ['packages', 'cli', 'emulator'];

const exceptions = {
  // Most tests do without act; `scripts/test.ts` refuses to run those that do not.
  pretest: { required: everything, optional: ['act'] },
  presoak: { required: [...everything, 'act'], optional: [] },
  precheck: { required: ['packages'], optional: [] },
  precompletion: { required: ['packages'], optional: [] },
  pregenerate: { required: ['packages'], optional: [] },
  // Doctor explains what is missing, so it must start without it.
  predoctor: { required: ['packages'], optional: [] },
};

/** Scripts that cannot work without the sandbox; undefined is a direct call of `tools/setup.mjs`. */
const needSandbox = [undefined, 'prerehearse', 'presandbox', 'prebench'];

export function partsOf(lifecycleEvent) {
  if (needSandbox.includes(lifecycleEvent)) return { required: everything, optional: [] };
  return exceptions[lifecycleEvent] ?? { required: ['packages', 'cli'], optional: ['emulator'] };
}
