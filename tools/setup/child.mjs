// Child processes of the set-up: output is kept for the error message, and they end with this process.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const keptCharacters = 4_000;
const children = new Set();

/** Runs a command; `{ code, output }`. `line` gets each line of output while it runs. Never throws for an exit code. */
export function run(command, args, { cwd, env = {}, line = () => {}, timeoutMilliseconds } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMilliseconds,
      killSignal: 'SIGKILL',
    });
    children.add(child);
    const collect = (text) => {
      output = (output + text).slice(-keptCharacters);
      text.split('\n').forEach((each) => each.trim() !== '' && line(each.trim()));
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const end = (code) => {
      children.delete(child);
      resolve({ code, output: output.trim() });
    };
    child.once('error', (error) => {
      output += error.message;
      end(127);
    });
    child.once('close', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** On Ctrl-C or SIGTERM: ends the children, waits for them, cleans up, and ends with the signal's usual exit code. */
export function endOnSignals(cleanUp) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      const ended = [...children].map((child) => new Promise((resolve) => child.once('close', resolve)));
      children.forEach((child) => child.kill('SIGTERM'));
      const force = setTimeout(() => children.forEach((child) => child.kill('SIGKILL')), 3_000);
      void Promise.all(ended).then(() => {
        clearTimeout(force);
        cleanUp();
        process.exit(128 + constants.signals[signal]);
      });
    });
  }
}

/** The last lines of a command's output, for an error message. */
export const tail = (output, lines = 6) => output.split('\n').slice(-lines).join('\n');
