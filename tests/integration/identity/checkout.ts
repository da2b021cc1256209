/** A checkout with canaries: secrets in environment, configuration and outputs, that must be seen nowhere. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..', '..', '..');

export const canaries = {
  output: 'canary-of-an-output-4c61',
  property: 'canary-of-a-property-9f02',
  configuration: 'canary-of-configuration-77ab',
  token: 'canary-of-a-github-token-01de',
  key: 'canary-of-an-aws-key-5aa3',
  password: 'canary-of-a-password-c4f8',
} as const;

/** What a shell or a runner may hold when a command starts. */
const environment = {
  GITHUB_TOKEN: canaries.token,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: canaries.token,
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: canaries.key,
  AWS_SESSION_TOKEN: canaries.key,
  DATABASE_PASSWORD: canaries.password,
};

/** The program with a secret property, as somebody may write it one day, and with more outputs. */
const program = (outputs: string) => `
import * as pulumi from '@pulumi/pulumi';
import { program as real } from './real.ts';
export async function program(given) {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    type === 'aws:sns/topic:Topic'
      ? { props: { ...props, displayName: pulumi.secret('${canaries.property}') }, opts }
      : undefined,
  );
  return { ...(await real(given)), ${outputs} };
}
`;

/** Nothing but a part of it is secret. */
const secretOutput = `canary: { notes: ['seen', pulumi.secret('${canaries.output}')] }`;

export class Checkout {
  readonly folder: string;
  /** Everything that any command said, with the command in front. */
  readonly said: string[] = [];

  constructor(folder: string) {
    this.folder = folder;
    for (const part of ['config', 'infra', 'payments', 'package.json', 'package-lock.json', 'Pulumi.yaml'])
      cpSync(join(repository, part), join(folder, part), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    cpSync(join(folder, 'infra', 'program.ts'), join(folder, 'infra', 'real.ts'));
    writeFileSync(join(folder, 'infra', 'program.ts'), program(''));
  }

  run(script: string, ...parameters: readonly string[]): number {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(repository, 'scripts', `${script}.ts`), ...parameters],
      {
        cwd: this.folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...environment,
          PAYMENTS_SANDBOX_FOLDER: join(this.folder, '.sandbox'),
          PAYMENTS_CALL_LOG: join(this.folder, 'calls.jsonl'),
        },
      },
    );
    this.said.push(`${script} ${parameters.join(' ')} (${status})\n${stdout}${stderr}`);
    return status ?? -1;
  }

  /** A secret where none belongs: in an output. */
  withSecretOutput(action: () => void): void {
    const file = join(this.folder, 'infra', 'program.ts');
    writeFileSync(file, program(secretOutput));
    action();
    writeFileSync(file, program(''));
  }

  /** A secret where none belongs: in the file of an environment. */
  withSecretConfiguration(action: () => void): void {
    const file = join(this.folder, 'config', 'dev.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('config:\n', `config:\n  payments:password: ${canaries.configuration}\n`));
    action();
    writeFileSync(file, before);
  }
}
