/** One environment's settings: schema, checks, and the form in which a stack exports them. */
export { canonicalConfiguration, type Plain } from './settings/canonical.ts';
export {
  checkSettings,
  parseSettings,
  suggestion,
  type SettingsCheck,
  type SettingsProblem,
} from './settings/check.ts';
export type { FreezeWindow, Gate } from './settings/gate.ts';
export { configurationFileSchema } from './settings/fileSchema.ts';
export { settingsFromText } from './settings/fromText.ts';
export { environmentName, settingsSchema, type Settings } from './settings/schema.ts';
