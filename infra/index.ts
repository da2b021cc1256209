/**
 * Entry of the stock CLI: the same program, read from Pulumi's own configuration, for instance
 * `pulumi preview --stack dev --config-file config/dev.yaml`. The pipeline calls `program` itself.
 */
import * as pulumi from '@pulumi/pulumi';
import { buildFunctionPackage } from '../payments/package.ts';
import { program } from './program.ts';
import { parseSettings, settingsFromText } from './settings.ts';

const settings = parseSettings(pulumi.getStack(), settingsFromText(pulumi.runtime.allConfig()));

export default await program({
  settings,
  access: pulumi.runtime.isDryRun() ? 'read' : 'deploy',
  lowerStack: settings.promotesFrom === undefined ? 'none' : 'available',
  release: process.env['PAYMENTS_RELEASE'] ?? 'outside-the-pipeline',
  functionPackage: await buildFunctionPackage('.cache/function'),
});
