import { expect, test } from '@jest/globals';
import { ok, problem, unknown } from '../../../pipeline/doctor/check.ts';
import { machineChecks, type Machine } from '../../../pipeline/doctor/machine.ts';
import { ConfigurationError } from '../../../pipeline/errors.ts';
import { outcomesOf } from './outcomes.ts';

const complete: Machine = {
  ...{ node: 'v24.1.0', sdk: '3.2.1', wanted: { node: '24.1.0', sdk: '3.2.1' } },
  cli: async () => 'v3.2.1\n',
  python: async () => ({ version: '3.12.1', executable: 'python3' }),
  outdated: () => [],
  git: async () => 'git version 2.50.1\n',
  go: async () => 'go version go1.24.4 linux/amd64\n',
};
const lookAt = (change: Partial<Machine>) => outcomesOf(machineChecks({ ...complete, ...change }));
const rejecting = (error: Error) => () => Promise.reject(error);

test('R16: a machine that has everything is told so, each part with what was found', async () => {
  expect(await lookAt({})).toEqual({
    'machine.node': ok('v24.1.0'),
    'machine.packages': ok('as package-lock.json says'),
    'machine.cli': ok('both 3.2.1'),
    'machine.git': ok('2.50.1'),
    'machine.python': ok('3.12.1 (python3)'),
    'machine.emulator': ok('as tools/emulator/requirements.lock says'),
    'machine.act': ok('as tools/act/go.sum says'),
  });
});

const noGit = Object.assign(new Error('spawn git ENOENT'), { code: 'ENOENT' });
const noGo = Object.assign(new Error('spawn go ENOENT'), { code: 'ENOENT' });
const getGo = expect.stringContaining('Get Go 1.21 or newer') as unknown as string;
const noPython = Object.assign(new Error('no Python 3.10'), { advice: 'Install Python 3.10.' });
const setup = (part: string) => `Run: node tools/setup.mjs ${part}`;

test.each<[string, Partial<Machine>, ReturnType<typeof problem>]>([
  [
    'node',
    { node: 'v18.0.0' },
    problem('this is v18.0.0, the project runs on v24.1.0', expect.stringContaining('npm run') as unknown as string),
  ],
  [
    'packages',
    { outdated: () => ['packages'] },
    problem('missing, or not as package-lock.json says', setup('packages')),
  ],
  ['cli', { cli: async () => 'v3.2.0' }, problem('CLI 3.2.0 with SDK 3.2.1', setup('cli'))],
  ['cli', { sdk: '3.0.0' }, problem('SDK 3.0.0 is installed, package.json asks for 3.2.1', setup('packages'))],
  [
    'cli',
    { cli: rejecting(new ConfigurationError('no CLI', { advice: setup('cli') })) },
    problem('no CLI', setup('cli')),
  ],
  [
    'git',
    { git: rejecting(noGit) },
    problem('it is not on PATH', 'Install git: a release records the commit that it was built from.'),
  ],
  ['python', { python: rejecting(noPython) }, problem('no Python 3.10', 'Install Python 3.10.')],
  [
    'emulator',
    { outdated: () => ['emulator'] },
    problem('missing, or not as tools/emulator/requirements.lock says', setup('emulator')),
  ],
  ['act', { outdated: () => ['act'], go: rejecting(noGo) }, problem('missing, and there is no Go on PATH', getGo)],
  [
    'act',
    { outdated: () => ['act'], go: async () => 'go version go1.19.8 linux/amd64' },
    problem('missing, and this is Go 1.19', getGo),
  ],
])('R16: what is wrong with %s is said, with the fix, and the rest stays fine (%#)', async (part, change, expected) => {
  const found = await lookAt(change);
  expect(found[`machine.${part}`]).toEqual(expected);
  expect(Object.values(found).filter(({ state }) => state !== 'ok')).toHaveLength(1);
});

test('R16: act that is not there yet is fine where Go is', async () => {
  const found = await lookAt({ outdated: () => ['act'] });
  expect(found['machine.act']).toEqual(ok('not built yet; Go 1.24 is there to build it'));
});

test.each<[string, Partial<Machine>]>([
  ['cli', { cli: rejecting(new Error('killed')) }],
  ['git', { git: rejecting(new Error('killed')) }],
  ['act', { outdated: () => ['act'], go: rejecting(new Error('killed')) }],
  ['python', { python: rejecting(new Error('killed')) }],
])('R33: %s that cannot be asked is unknown', async (part, change) => {
  expect((await lookAt(change))[`machine.${part}`]).toEqual(unknown('killed'));
});

test('R33: a set-up record that cannot be read leaves its parts unknown', async () => {
  const outdated = () => {
    throw new Error('EACCES');
  };
  expect(await lookAt({ outdated })).toMatchObject({
    'machine.packages': unknown('EACCES'),
    'machine.emulator': unknown('EACCES'),
    'machine.node': ok('v24.1.0'),
  });
});
