// Child processes of the set-up: output is kept for the error message, and none of them outlives an interrupted set-up.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { diskFull } from './problem.mjs';

const keptCharacters = 8_000;
const keptPerLine = 300;
const graceMilliseconds = 3_000;
const children = new Set();

/**
 * Runs a command; `{ code, output }`. `line` gets each line of output while it runs. Never throws for an exit code, and a
 * full disk is never 0: npm goes on for minutes then, and calls the result a success.
 */
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
    let full = false;
    const collect = (text) => {
      output = (output + text).slice(-keptCharacters);
      if (!full && diskFull.test(text)) {
        full = true;
        endGroup(child);
      }
      text.split('\n').forEach((each) => each.trim() !== '' && line(each.trim()));
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const end = (code) => {
      children.delete(child);
      resolve(
        full
          ? { code: code || 1, output: `${output.trim()}\nENOSPC: the disk is full` }
          : { code, output: output.trim() },
      );
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
      children.forEach(endGroup);
      void Promise.all(ended).then(() => {
        cleanUp();
        process.exit(128 + constants.signals[signal]);
      });
    });
  }
}

function endGroup(child) {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => children.has(child) && signalGroup(child, 'SIGKILL'), graceMilliseconds).unref();
}

function signalGroup({ pid }, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself in between.
  }
}

/** The last lines of a command's output, for an error message. */
export function tail(output, lines = 6) {
  const last = output.split('\n').slice(-lines);
  return last.map((line) => (line.length > keptPerLine ? `${line.slice(0, keptPerLine)} ...` : line)).join('\n');
}
