import { spawn } from 'node:child_process';
import { dirname, delimiter } from 'node:path';
import { PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import { EngineError } from '../errors.ts';
import { pulumiCommand } from './cli.ts';
import { onExit } from './onExit.ts';

interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** The CLI ended with a failure; `stderr` is its own account of it. */
export class PulumiProcessError extends EngineError {
  readonly stderr: string;

  constructor(action: string, exitCode: number | null, signal: NodeJS.Signals | null, stderr: string) {
    const said = stderr.trim();
    super(
      `pulumi ${action} ended with ${signal ?? `exit code ${exitCode}`}`,
      said === '' ? {} : { cause: new Error(said) },
    );
    this.stderr = stderr;
  }
}

/**
 * The pinned CLI with two changes to how the SDK starts it. It gets exactly the given environment, so that credentials of the
 * shell never stand in for those of the entry role. And it leads a process group of its own: a terminal sends Ctrl-C to the
 * whole group, and the CLI takes a second SIGINT as "stop at once", which leaves pending operations behind.
 *
 * @param interrupt aborting it sends the CLI one SIGINT: work in flight ends, the lock is released
 */
export async function isolatedCommand(interrupt?: AbortSignal): Promise<PulumiCommand> {
  const { command, version } = await pulumiCommand();
  const run = (commandArguments: string[], workDirectory: string, environment: Record<string, string>) =>
    start(command, commandArguments, workDirectory, environment, interrupt);
  return Object.assign(Object.create(PulumiCommand.prototype) as PulumiCommand, { command, version, run });
}

function start(
  command: string,
  commandArguments: string[],
  cwd: string,
  environment: Record<string, string>,
  interrupt: AbortSignal | undefined,
): Promise<CommandResult> {
  const { promise, resolve, reject } = Promise.withResolvers<CommandResult>();
  // A signal that comes before the CLI listens would kill it, wherever it is.
  if (interrupt?.aborted === true) {
    reject(new EngineError(`interrupted before pulumi ${commandArguments[0] ?? ''} began`));
    return promise;
  }
  const env = {
    ...environment,
    PATH: `${dirname(command)}${delimiter}${environment['PATH'] ?? ''}`,
    PULUMI_AUTOMATION_API: 'true',
  };
  const child = spawn(command, [...commandArguments, '--non-interactive'], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const forward = () => child.kill('SIGINT');
  // Without this process it has neither program nor provider any more.
  const forget = onExit(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'));
  interrupt?.addEventListener('abort', forward, { once: true });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  child.once('error', (cause) => reject(new EngineError(`could not start ${command}`, { cause })));
  child.once('close', (code, signal) => {
    interrupt?.removeEventListener('abort', forward);
    forget();
    if (code === 0) resolve({ stdout, stderr, code });
    else reject(new PulumiProcessError(commandArguments[0] ?? '', code, signal, stderr));
  });
  return promise;
}
