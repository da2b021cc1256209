// The Python that runs the emulator: 3.10 or newer with pip. `venv` is not needed, and nothing is installed globally.
import { run } from './child.mjs';
import { SetupProblem } from './problem.mjs';
import { which } from './record.mjs';

const names = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const why = 'The local AWS (sandbox) of `npm run rehearse`, `npm test` and `--sandbox` is a Python program.';
const howToGet =
  'Get it with `apt install python3 python3-pip`, `dnf install python3 python3-pip`, `brew install python` or from https://www.python.org';
const probe =
  'import sys, importlib.util as u; print("|".join([sys.executable, "%d.%d.%d" % sys.version_info[:3], str(u.find_spec("pip") is not None)]))';

/** `{ executable, version }` of the first Python on PATH that is new enough; `PYTHON` names another one. */
export async function findPython() {
  const asked = process.env.PYTHON;
  const candidates = asked === undefined || asked === '' ? names : [asked];
  const seen = [];
  for (const name of candidates) {
    const path = name.includes('/') ? name : which(name);
    const found = path === null ? null : await ask(path);
    if (found?.suitable && found.pip) return found;
    if (found !== null) seen.push(found);
  }
  throw refusal(seen);
}

async function ask(path) {
  const { code, output } = await run(path, ['-c', probe], { timeoutMilliseconds: 20_000 });
  const [executable, version, pip] = (output.split('\n').at(-1) ?? '').split('|');
  if (code !== 0 || version === undefined) return null;
  const [major, minor] = version.split('.').map(Number);
  return { executable, version, pip: pip === 'True', suitable: major === 3 && minor >= 10 };
}

function refusal(seen) {
  const withoutPip = seen.find(({ suitable }) => suitable);
  if (withoutPip !== undefined) {
    return new SetupProblem(
      `Python ${withoutPip.version} (${withoutPip.executable}) has no pip. ${why}`,
      'Get pip with `apt install python3-pip` or `python3 -m ensurepip --user`, then run the command again.',
    );
  }
  const found = seen.map(({ version, executable }) => `${version} (${executable})`).join(', ');
  const what = found === '' ? 'there is no Python on PATH' : `found only ${found}`;
  return new SetupProblem(`Python 3.10 or newer is needed, but ${what}. ${why}`, `${howToGet}, or set PYTHON to it.`);
}
