import { join } from 'node:path';
import { setFailed, setOutput } from '@actions/core';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';

try {
  const { environments } = loadConfiguration(join(process.cwd(), 'config'));
  setOutput('environments', JSON.stringify(environments.map(({ environment }) => environment)));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  setOutput('problem', message);
  setFailed(message);
}
