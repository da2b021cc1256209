// What each npm script needs. `required` must be there; `optional` is installed where that is possible, so that a laptop
// without Python can still work on real accounts.
const everything = ['packages', 'cli', 'emulator'];

/** They carry out the workflow files. */
const withAct = { required: [...everything, 'act'], optional: [] };

const exceptions = {
  pretest: withAct,
  presoak: withAct,
  precheck: { required: ['packages'], optional: [] },
  precompletion: { required: ['packages'], optional: [] },
  // Doctor explains what is missing, so it must start without it.
  predoctor: { required: ['packages'], optional: [] },
};

/** Scripts that cannot work without the sandbox; undefined is a direct call of `tools/setup.mjs`. */
const needSandbox = [undefined, 'prerehearse', 'presandbox', 'prebench'];

export function partsOf(lifecycleEvent) {
  if (needSandbox.includes(lifecycleEvent)) return { required: everything, optional: [] };
  return exceptions[lifecycleEvent] ?? { required: ['packages', 'cli'], optional: ['emulator'] };
}
