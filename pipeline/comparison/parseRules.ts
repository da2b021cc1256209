import { ConfigurationError } from '../errors.ts';
import { rulesSchema, type Rules } from './rules.ts';
import { matchesResource } from './reference.ts';

export interface RulesContext {
  /** Named in messages. */
  readonly file: string;
  /** Line of a path in the file, where the reader knows it. */
  readonly lineOf?: (path: readonly (string | number)[]) => number | undefined;
  /** Names of all environments; others are errors. */
  readonly environments?: readonly string[];
  /** Names of all settings; others are errors. */
  readonly settings?: readonly string[];
  /** `TYPE/NAME` of all resources, where they are known already. */
  readonly resources?: readonly string[];
}

type Problem = readonly [path: readonly (string | number)[], message: string];

/**
 * Checks the content of `config/parity.yaml`.
 *
 * @param raw the parsed document; null for an empty file
 * @throws ConfigurationError with every problem, each with its line
 */
export function parseRules(raw: unknown, context: RulesContext): Rules {
  const parsed = rulesSchema.safeParse(raw ?? {});
  const problems: Problem[] = parsed.success
    ? meaning(parsed.data, context)
    : parsed.error.issues.map(({ path, message }) => [path as (string | number)[], message]);
  if (parsed.success && problems.length === 0) return parsed.data;
  const lines = problems.map((problem) => message(problem, context));
  throw new ConfigurationError(lines.join('\n'), {
    advice: `Correct ${context.file}; its schema is config/parity.schema.json.`,
  });
}

/**
 * Resources that waivers name and nobody knows: a misspelt waiver waives nothing and would never be noticed.
 *
 * @param resources `TYPE/NAME` of everything that any environment's program, state or account has
 */
export function unknownWaivers(rules: Rules, resources: readonly string[]): readonly Problem[] {
  return rules.waivers.flatMap(({ resource }, index): Problem[] =>
    resources.some((each) => matchesResource(resource, each))
      ? []
      : [[['waivers', index, 'resource'], `no environment has a resource "${resource}"`]],
  );
}

function meaning(rules: Rules, context: RulesContext): Problem[] {
  return [
    ...(context.resources === undefined ? [] : unknownWaivers(rules, context.resources)),
    ...settingsProblems(rules, context),
    ...environmentProblems(rules, context),
  ];
}

function settingsProblems({ variations }: Rules, { settings }: RulesContext): Problem[] {
  if (settings === undefined) return [];
  return variations.flatMap((rule, index) =>
    (['value', 'forEach'] as const).flatMap((source): Problem[] => {
      const name = rule[source]?.split('.')[1];
      return name === undefined || settings.includes(name)
        ? []
        : [[['variations', index, source], `there is no setting "${name}"`]];
    }),
  );
}

function environmentProblems({ variations, waivers }: Rules, { environments }: RulesContext): Problem[] {
  if (environments === undefined) return [];
  const unknown = (name: string): boolean => !environments.includes(name);
  const told = (name: string): string => `there is no environment "${name}" (${environments.join(', ')})`;
  return [
    ...variations.flatMap((rule, index) =>
      (['values', 'present'] as const).flatMap((source) =>
        Object.keys(rule[source] ?? {})
          .filter(unknown)
          .map((name): Problem => [['variations', index, source, name], told(name)]),
      ),
    ),
    ...waivers.flatMap(({ environment }, index): Problem[] =>
      environment !== undefined && unknown(environment) ? [[['waivers', index, 'environment'], told(environment)]] : [],
    ),
  ];
}

function message([path, text]: Problem, { file, lineOf }: RulesContext): string {
  const line = lineOf?.(path);
  const place = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
  return `${file}${line === undefined ? '' : `:${line}`}: ${place || '(file)'}: ${text}`;
}
