import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { EngineError } from '../../pipeline/errors.ts';
import { progress } from '../progress.ts';
import { findChromium, takePicture } from './browser.ts';
import { run, runInTerminal, type Clone } from './run.ts';
import { lastScreenWith } from './screens.ts';
import { heightOf, terminalPage, width } from './terminal.ts';

const root = join(import.meta.dirname, '..', '..');

/** Walks the story of the README on a sandbox of its own, and writes a picture for each step into the folder. */
export async function makePictures(out: string): Promise<void> {
  const chromium = findChromium(process.env);
  const folder = await mkdtemp(join(tmpdir(), 'payments-pictures-'));
  const pictures = resolve(out);
  await mkdir(pictures, { recursive: true });
  const copy = await copyOfLastCommit(folder);
  const show = async (name: string, page: string, width: number, height: number) => {
    await takePicture(chromium, { page, picture: join(pictures, `${name}.png`), width, height });
    progress(null, `${name}.png`);
  };
  const showTerminal = async (name: string, typed: string, output: string) => {
    const page = join(folder, `${name}.html`);
    await writeFile(page, terminalPage(typed, output.trimEnd()));
    await show(name, page, width, heightOf(output.trimEnd()));
  };

  progress(null, 'rehearsing');
  const reports = join(folder, 'reports');
  const { output: rehearsal, screen } = await runInTerminal(
    { folder: copy, environment: {} },
    ...(['rehearse', '--keep', '--report', reports] as const),
  );
  const sandbox = /PAYMENTS_SANDBOX_FOLDER=(\S+)/.exec(rehearsal)?.[1] ?? '';
  const clone: Clone = { folder: copy, environment: { PAYMENTS_SANDBOX_FOLDER: sandbox } };
  try {
    await showTerminal('rehearsal-live', 'npm run rehearse', underWay(screen));
    await showTerminal(
      'rehearsal',
      'npm run rehearse',
      rehearsal.slice(0, rehearsal.indexOf('\nThe sandbox is still')),
    );
    await show('rehearsal-summary', join(reports, 'index.html'), 1200, 1000);
    await show('drift-report', join(reports, 'drifted', 'report.html'), 1200, 1060);
    await changeSomething(copy);
    progress(null, 'previewing');
    await showTerminal('preview', 'npm run preview', await run(clone, 'preview', '--sandbox'));
    progress(null, 'promoting');
    const promotion = await run(clone, 'promote', '--sandbox', '--reason', 'erase on request');
    await showTerminal('gate-card', 'npm run promote', gateCardOf(promotion, 'prod'));
  } finally {
    await run(clone, 'sandbox', 'stop');
    await Promise.all([folder, sandbox].map((each) => rm(each, { recursive: true, force: true })));
  }
  progress(null, `pictures are in ${out}`, 'ended');
}

/** While prod is put right: the drift that was found, and rows for what is waited for and for the payments that flow. */
function underWay(screen: string): string {
  const found = lastScreenWith(screen, /^. prod +updating.* done · /, 22);
  if (found === undefined) throw new EngineError('no screen of the rehearsal showed how prod was put right');
  return found.join('\n');
}

/** A change worth a look: the payments function may now delete items, and prod gets less memory than staging's rule allows. */
async function changeSomething(copy: string): Promise<void> {
  await edit(join(copy, 'config', 'prod.yaml'), 'payments:memory: 2048', 'payments:memory: 1024');
  await edit(
    join(copy, 'infra/paymentProcessor/role.ts'),
    "'dynamodb:PutItem'",
    "'dynamodb:DeleteItem', 'dynamodb:PutItem'",
  );
}

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(from))
    throw new EngineError(`${file} does not hold "${from}": tell another story in scripts/pictures`);
  await writeFile(file, text.replace(from, to));
}

/** From its heading to the question. */
function gateCardOf(output: string, environment: string): string {
  const lines = output.split('\n');
  const from = lines.findIndex((line) => stripVTControlCharacters(line).startsWith(`${environment}: release `));
  const to = lines.findIndex((line, index) => index > from && line.includes('asks for approval'));
  if (from < 0 || to < 0) throw new EngineError(`${environment} was not asked about`);
  return lines.slice(from, to).join('\n');
}

async function copyOfLastCommit(folder: string): Promise<string> {
  const copy = join(folder, 'copy');
  await promisify(execFile)('git', ['clone', '--quiet', root, copy]);
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  await cp(join(root, '.cache', 'emulator'), join(copy, '.cache', 'emulator'), { recursive: true });
  return copy;
}
