import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Settings } from '../../infra/settings.ts';
import type { ProgramArguments } from '../../infra/program.ts';
import { EngineError } from '../errors.ts';

/** What is to be deployed or compared against: one release's program, configuration and function package, on disk. */
export interface Source {
  /** Release id; stack outputs carry it, nothing else does. */
  readonly release: string;
  /** Holds `infra/` and `config/` of that release. */
  readonly directory: string;
  readonly functionPackage: ProgramArguments['functionPackage'];
  /** Settings of each environment, in promotion order. */
  readonly environments: readonly Settings[];
}

/** Registers the resources of one environment; the result are the stack's outputs. */
export type Program = (programArguments: ProgramArguments) => Promise<Record<string, unknown>>;

/** The program of a source. Its module is loaded when it is first needed, because Pulumi and its AWS SDK take a second. */
export async function loadProgram(source: Source): Promise<Program> {
  const file = join(source.directory, 'infra', 'program.ts');
  const { program } = (await import(pathToFileURL(file).href)) as { program?: Program };
  if (typeof program !== 'function') {
    throw new EngineError(`${file} exports no function "program"`);
  }
  return program;
}
