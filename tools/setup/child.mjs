// Child processes of the set-up: output is kept for the error message, and none of them outlives an interrupted set-up.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const keptCharacters = 8_000;
const graceMilliseconds = 3_000;
const children = new Set();

/** Runs a command; `{ code, output }`. `line` gets each line of output while it runs. Never throws for an exit code. */
export function run(command, args, { cwd, env = {}, line = () => {}, timeoutMilliseconds } = {}) {
  return new Promise((resolve) => {
    // A process group of its own, so that what npm, pip and go start themselves can be ended with them.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      timeout: timeoutMilliseconds,
      killSignal: 'SIGKILL',
    });
    children.add(child);
    let output = '';
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

/** On Ctrl-C and the like: ends the children, waits for them, cleans up, and ends with the signal's usual exit code. */
export function endOnSignals(cleanUp) {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal and npm both send it: once is enough.
      if (ending) return;
      ending = true;
      const ended = [...children].map((child) => new Promise((resolve) => child.once('close', resolve)));
      endGroups('SIGTERM');
      setTimeout(() => endGroups('SIGKILL'), graceMilliseconds).unref();
      void Promise.all(ended).then(() => {
        cleanUp();
        process.exit(128 + constants.signals[signal]);
      });
    });
  }
}

function endGroups(signal) {
  for (const { pid } of children) {
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended by itself in between.
    }
  }
}

/** The last lines of a command's output, for an error message. */
export const tail = (output, lines = 6) => output.split('\n').slice(-lines).join('\n');
