/** The provider plugin that the Pulumi CLI finds on PATH: the sandbox's, with the credentials of the job. Prints its port. */
import { apiModelsFolder } from '../../../sandbox/emulatorEnvironment.ts';
import { startProvider } from '../../../sandbox/provider/server.ts';

const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
);
const { port } = await startProvider({ environment, apiModels: apiModelsFolder() });
process.stdout.write(`${port}\n`);
