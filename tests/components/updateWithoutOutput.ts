/** An update of staging on a dev that exports no table: run by a test, because it ends the process. */
import { requireEnvironment } from '../../pipeline/configuration/index.ts';
import { argumentsOf, configuration, recordProgram } from './environments.ts';

const stacks = { 'organization/payments/dev': { lineage: [], configuration: {} } };
await recordProgram(argumentsOf(requireEnvironment(configuration, 'staging')), { stacks });
