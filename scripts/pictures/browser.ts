/** Pages to pictures, by Chromium without a window. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ConfigurationError } from '../../pipeline/errors.ts';

const run = promisify(execFile);

export interface Shot {
  /** Path of the page. */
  readonly page: string;
  /** Path of the PNG. */
  readonly picture: string;
  /** In CSS pixels; what does not fit is cut off. */
  readonly width: number;
  readonly height: number;
}

/** @throws ConfigurationError when there is none */
export function findChromium({ CHROMIUM, PATH = '' }: NodeJS.ProcessEnv): string {
  const onPath = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    PATH.split(delimiter).map((folder) => join(folder, name)),
  );
  const found = [...(CHROMIUM === undefined ? [] : [CHROMIUM]), ...onPath].find(isExecutable);
  if (found !== undefined) return found;
  throw new ConfigurationError('Chromium was not found', { advice: 'Install it, or name its program in CHROMIUM.' });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Sandboxing of the browser is off: it opens only what this project wrote, and containers often cannot give it one. */
export async function takePicture(chromium: string, { page, picture, width, height }: Shot): Promise<void> {
  await run(chromium, [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-device-scale-factor=1.5'],
    ...[`--window-size=${width},${height}`, `--screenshot=${picture}`, pathToFileURL(page).href],
  ]);
}
