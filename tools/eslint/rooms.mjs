// Who may import whom: the arrows of docs/architecture.md as data, for the lint rule beside this file and its test.

/** Rooms that a room may import, besides itself. `tests` and `scripts` may import everything. */
export const mayImport = {
  payments: [],
  infra: ['payments'],
  'pipeline/account': ['payments', 'infra'],
  'pipeline/store': ['pipeline/account'],
  'pipeline/engine': ['infra', 'payments', 'pipeline/account', 'pipeline/store'],
  'pipeline/snapshot': ['infra', 'pipeline/engine'],
  'pipeline/comparison': ['infra', 'pipeline/snapshot'],
  // Reads the rules of the comparison as well as the settings of the program.
  'pipeline/configuration': ['infra', 'pipeline/comparison'],
  'pipeline/release': [
    ...['infra', 'payments', 'pipeline/configuration', 'pipeline/account', 'pipeline/store', 'pipeline/engine'],
    ...['pipeline/snapshot', 'pipeline/comparison'],
  ],
  // Makes what the other rooms of the pipeline stand on, with their tools.
  'pipeline/bootstrap': ['infra', 'pipeline/account', 'pipeline/store', 'pipeline/engine'],
  'pipeline/report': ['pipeline/snapshot', 'pipeline/comparison'],
  'pipeline/publish': ['pipeline/comparison', 'pipeline/report'],
  'pipeline/insights': ['pipeline/store', 'pipeline/release', 'pipeline/comparison', 'pipeline/report'],
  'pipeline/doctor': [
    ...['infra', 'pipeline/configuration', 'pipeline/account', 'pipeline/store', 'pipeline/engine', 'pipeline/publish'],
  ],
  // Files directly in `pipeline/` put its rooms together.
  pipeline: ['infra', 'payments'],
  sandbox: ['infra', 'payments', 'pipeline'],
  '.github/actions': ['infra', 'payments', 'pipeline'],
};

/** Plain values that the rooms hand each other: every room of the pipeline may import these. */
const handedOver = [
  'pipeline/errors.ts',
  'pipeline/progress.ts',
  'pipeline/engine/surroundings.ts',
  'pipeline/engine/rawObservation.ts',
  'pipeline/snapshot/observation.ts',
  'pipeline/comparison/finding.ts',
];

/** One choke point per outside world: packages, the only places that import them, and why. */
const chokePoints = [
  {
    packages: /^@pulumi\/pulumi\/automation/,
    // Programs that a test starts may run an engine; a jest file must not, a failing program would end the whole run.
    only: ['pipeline/engine', /^tests\/(?!.*\.test\.ts$)/],
    why: 'pipeline/engine is the only importer of the Automation API',
  },
  {
    packages: /^@pulumi\/(pulumi|aws|policy)/,
    only: ['infra', 'pipeline/engine', 'sandbox', 'tests'],
    why: 'only the program and the engine know Pulumi; everything after them works on plain values',
  },
  {
    packages: /^@(aws-sdk|smithy)\//,
    // The rehearsal changes things behind the pipeline's back, as a person would.
    only: ['pipeline/account', 'pipeline/store', 'payments', 'sandbox', 'scripts/rehearsal', 'tests'],
    why: 'in the pipeline, only pipeline/account and pipeline/store call AWS',
  },
  {
    packages: /^@actions\/(core|github|exec|io|glob|cache|artifact|tool-cache)$/,
    only: [/^\.github\/actions\/[^/]+\/main\.ts$/],
    why: "only an action's main.ts knows that it runs on GitHub",
  },
  {
    packages: /^@octokit\//,
    only: ['pipeline/publish', 'tests'],
    why: 'pipeline/publish is the only caller of the GitHub API',
  },
  {
    packages: /^yaml$/,
    only: ['pipeline/configuration', 'tests'],
    why: 'pipeline/configuration is the only reader of YAML',
  },
];

/** The room of a file (path from the root, with slashes); null when the file belongs to none that has rules. */
function roomOf(file) {
  const names = Object.keys(mayImport).filter((room) => file === room || file.startsWith(`${room}/`));
  return names.sort((left, right) => right.length - left.length)[0] ?? null;
}

/** Why `from` must not import the file `to`, or null. Both are paths from the root. */
export function whyNotFile(from, to) {
  const room = roomOf(from);
  if (room === null || handedOver.includes(to) || within(to, [room])) return null;
  return within(to, mayImport[room]) ? null : `${room} may import ${mayImport[room].join(', ') || 'no other room'}`;
}

/** Why `from` must not import this package, or null. */
export function whyNotPackage(from, name) {
  const owner = chokePoints.find(({ packages }) => packages.test(name));
  return owner === undefined || within(from, owner.only) ? null : owner.why;
}

const within = (file, places) =>
  places.some((place) => (place instanceof RegExp ? place.test(file) : file === place || file.startsWith(`${place}/`)));
