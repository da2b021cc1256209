/** Environment variables whose values must never be shown, where they are set. */
const secretVariables = [
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'PULUMI_ACCESS_TOKEN',
  'PULUMI_CONFIG_PASSPHRASE',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
];

/** Every value that the runner shall mask; called before anything is printed or set. */
export function secretValues(githubToken: string, environment: Readonly<Record<string, string | undefined>>): string[] {
  const values = [githubToken, ...secretVariables.map((name) => environment[name] ?? '')];
  return [...new Set(values.filter((value) => value !== ''))];
}
