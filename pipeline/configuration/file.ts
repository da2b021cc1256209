/** One environment's file: Pulumi's native stack configuration with the keys `payments:<setting>`. */
import { checkSettings, settingsSchema, suggestion, type Settings } from '../../infra/settings.ts';
import { readSource, type Source } from './source.ts';

const namespace = 'payments:';

/** What Pulumi itself keeps in such a file, beside `config`. */
const pulumiKeys = ['config', 'encryptionsalt', 'encryptedkey', 'secretsprovider'];

export interface EnvironmentFile {
  readonly environment: string;
  /** As shown in messages: `config/prod.yaml`. */
  readonly label: string;
  /** Absolute. */
  readonly path: string;
  /** Undefined when the file has problems. */
  readonly settings: Settings | undefined;
  /** Raw values without the namespace, for the checks between files. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** `config/prod.yaml:7: payments:memory: ...`, in order of lines. */
  readonly problems: readonly string[];
  /** A problem line on one key of this file. */
  problem(key: string, message: string): string;
}

export function readEnvironmentFile(environment: string, label: string, path: string, text: string): EnvironmentFile {
  const source = readSource(text);
  const { config, problems: shape } = configOf(source);
  const raw = settingsOf(config);
  // A file whose YAML is broken says only that: what is missing from it follows from the break.
  const check = source.value === undefined || shape.fatal ? undefined : checkSettings(environment, raw);
  const found = [
    ...source.problems.map(({ line, message }) => ({ line, message })),
    ...shape.found,
    ...(check?.valid === false ? check.problems : []).map(({ path: at, message }) => ({
      line: lineOf(source, at),
      message: at.length === 0 ? message : `${namespace}${pathText(at)}: ${message}`,
    })),
  ];
  return {
    environment,
    label,
    path,
    raw,
    settings: check?.valid === true && found.length === 0 ? check.settings : undefined,
    problems: found
      .toSorted((left, right) => left.line - right.line)
      .map(({ line, message }) => `${label}:${line}: ${message}`),
    problem: (key, message) => `${label}:${lineOf(source, [key])}: ${namespace}${key}: ${message}`,
  };
}

interface Found {
  readonly line: number;
  readonly message: string;
}

function configOf(source: Source): {
  config: Readonly<Record<string, unknown>>;
  problems: { fatal: boolean; found: readonly Found[] };
} {
  const { value } = source;
  if (!isMapping(value) || !isMapping(value.config)) {
    const found = source.problems.length > 0 ? [] : [{ line: 1, message: 'expected a mapping with the key "config"' }];
    return { config: {}, problems: { fatal: true, found } };
  }
  const top = Object.keys(value)
    .filter((key) => !pulumiKeys.includes(key))
    .map((key) => ({ line: source.lineOf([key]), message: `${key}: unknown key${suggestion(key, pulumiKeys)}` }));
  const keys = Object.keys(value.config)
    .filter((key) => !key.startsWith(namespace) && !key.startsWith('pulumi:'))
    .map((key) => ({ line: source.lineOf(['config', key]), message: `${key}: ${foreignKey(key)}` }));
  return { config: value.config, problems: { fatal: false, found: [...top, ...keys] } };
}

function foreignKey(key: string): string {
  const known = Object.keys(settingsSchema.shape).map((name) => namespace + name);
  const hint = known.includes(namespace + key) ? `, did you mean ${namespace}${key}?` : suggestion(key, known);
  return `unknown key${hint || ': settings begin with "payments:", and the provider takes none of its own'}`;
}

function settingsOf(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const own = Object.entries(config).filter(([key]) => key.startsWith(namespace));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length), value]));
}

function lineOf(source: Source, path: readonly (string | number)[]): number {
  const [key, ...rest] = path;
  return key === undefined ? 1 : source.lineOf(['config', `${namespace}${key}`, ...rest]);
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
