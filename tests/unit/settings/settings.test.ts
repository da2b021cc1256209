import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalConfiguration,
  checkSettings,
  parseSettings,
  settingsFromText,
  settingsSchema,
} from '../../../infra/settings.ts';
import { validRaw } from './validSettings.ts';

/** Every problem as `path: message`. */
function problems(raw: Readonly<Record<string, unknown>>, environment = 'qa'): readonly string[] {
  const check = checkSettings(environment, raw);
  return check.valid ? [] : check.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const changed = (change: Readonly<Record<string, unknown>>): readonly string[] => problems({ ...validRaw, ...change });

describe('R14: settings are checked before anything runs', () => {
  test('R14: valid settings pass, with the roles of bootstrap filled in', () => {
    expect(problems(validRaw)).toEqual([]);
    expect(parseSettings('qa', validRaw)).toMatchObject({
      environment: 'qa',
      spokeRole: 'payments-spoke-deploy',
      readRole: 'payments-spoke-read',
      permissionsBoundary: 'payments-boundary',
      hub: false,
      gate: { freezeWindows: [] },
    });
  });

  const wrong: readonly (readonly [change: Readonly<Record<string, unknown>>, message: string])[] = [
    [{ account: 444444444444 }, 'account: expected twelve digits in quotes, got 444444444444'],
    [{ account: '4444' }, 'account: expected twelve digits in quotes, got "4444"'],
    [{ region: 'Frankfurt' }, 'region: expected an AWS region such as "eu-west-1", got "Frankfurt"'],
    [{ memory: '2GB' }, 'memory: expected an integer from 128 to 10240, got "2GB"'],
    [{ memory: 127 }, 'memory: expected an integer from 128 to 10240, got 127'],
    [{ memory: 10241 }, 'memory: expected an integer from 128 to 10240, got 10241'],
    [{ memory: 512.5 }, 'memory: expected an integer from 128 to 10240, got 512.5'],
    [{ memory: null }, 'memory: expected an integer from 128 to 10240, got null'],
    [{ memory: undefined }, 'memory: expected an integer from 128 to 10240, but it is missing'],
    [{ eventSourceConcurrency: 1 }, 'eventSourceConcurrency: expected an integer from 2 to 1000, got 1'],
    [{ asyncRetries: 3 }, 'asyncRetries: expected an integer from 0 to 2, got 3'],
    [{ asyncEventAgeSeconds: 59 }, 'asyncEventAgeSeconds: expected an integer from 60 to 21600, got 59'],
    [{ receiveCount: 4 }, 'receiveCount: expected an integer from 5 to 1000, got 4'],
    [{ tracing: 'yes' }, 'tracing: expected true or false, got "yes"'],
    [{ logLevel: 'info' }, 'logLevel: expected one of DEBUG, INFO, WARN, ERROR, got "info"'],
    [
      { vpcCidr: '10.40.0.0' },
      'vpcCidr: expected an IPv4 range from /16 to /26 such as "10.10.0.0/20", got "10.40.0.0"',
    ],
    [
      { vpcCidr: '10.40.0.1/20' },
      'vpcCidr: expected an IPv4 range from /16 to /26 such as "10.10.0.0/20", got "10.40.0.1/20"',
    ],
    [
      { vpcCidr: '10.0.0.0/8' },
      'vpcCidr: expected an IPv4 range from /16 to /26 such as "10.10.0.0/20", got "10.0.0.0/8"',
    ],
    [
      { vpcCidr: '10.0.0.0/27' },
      'vpcCidr: expected an IPv4 range from /16 to /26 such as "10.10.0.0/20", got "10.0.0.0/27"',
    ],
    [
      { vpcCidr: '10.300.0.0/20' },
      'vpcCidr: expected an IPv4 range from /16 to /26 such as "10.10.0.0/20", got "10.300.0.0/20"',
    ],
    [{ zoneIds: ['euc1-az1'] }, 'zoneIds: expected a list of two zone ids, got ["euc1-az1"]'],
    [
      { zoneIds: ['euc1-az1', 'eu-central-1a'] },
      'zoneIds.1: expected a zone id such as "euw1-az1", got "eu-central-1a"',
    ],
    [{ notificationAddresses: [] }, 'notificationAddresses: expected a list of 1 to 20 email addresses, got []'],
    [{ notificationAddresses: ['nobody'] }, 'notificationAddresses.0: expected an email address, got "nobody"'],
    [{ memroy: 512 }, 'memroy: unknown key, did you mean memory?'],
    [{ colour: 'blue' }, 'colour: unknown key'],
    [
      { memory: { secure: 'v1:abc' } },
      'memory: expected an integer from 128 to 10240, got a secret: settings are read by pull requests and hold none',
    ],
    [{ gate: { ...validRaw.gate, soakMinuets: 5 } }, 'gate.soakMinuets: unknown key, did you mean soakMinutes?'],
    [
      {
        gate: {
          ...validRaw.gate,
          freezeWindows: [{ from: '25:00', to: '08:00', days: ['fri'], timezone: 'Europe/Dublin' }],
        },
      },
      'gate.freezeWindows.0.from: expected a time of day as "HH:MM", in quotes, got "25:00"',
    ],
    [
      {
        gate: { ...validRaw.gate, freezeWindows: [{ from: '16:00', to: '08:00', days: ['fri'], timezone: 'Dublin' }] },
      },
      'gate.freezeWindows.0.timezone: expected an IANA time zone such as "Europe/Dublin", got "Dublin"',
    ],
    [
      {
        gate: {
          ...validRaw.gate,
          freezeWindows: [{ from: '16:00', to: '08:00', day: ['fri'], days: ['fri'], timezone: 'UTC' }],
        },
      },
      'gate.freezeWindows.0.day: unknown key, did you mean days?',
    ],
  ];

  test.each(wrong)('R14: %j is refused with what was expected and what stood there', (change, message) => {
    expect(changed(change)).toEqual([message]);
  });

  test('R14: retention periods that CloudWatch Logs does not know are refused with those that it knows', () => {
    expect(changed({ logRetentionDays: 100 })).toEqual([
      'logRetentionDays: expected a retention of CloudWatch Logs in days (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, ' +
        '400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653), got 100',
    ]);
  });

  test('R14: an environment name that would make names run into each other is refused', () => {
    for (const name of ['dev-2', 'D', 'a', '9a', 'averyveryverylong1']) {
      expect(problems(validRaw, name)).toEqual([
        `: expected an environment name of 2 to 16 small letters and digits, got "${name}"`,
      ]);
    }
  });

  test('R14: every setting that is wrong is reported, not just the first', () => {
    const found = changed({ memory: '2GB', asyncRetries: 9, colour: 'blue', zoneIds: ['euc1-az1', 'euc1-az1'] });
    expect(found.map((line) => line.split(':')[0])).toEqual(['memory', 'asyncRetries', 'colour', 'zoneIds']);
  });
});

describe('R14: the preflight says what AWS would do', () => {
  const rules: readonly (readonly [change: Readonly<Record<string, unknown>>, start: string])[] = [
    [
      { visibilityTimeoutSeconds: 179 },
      'visibilityTimeoutSeconds: expected at least 6 times timeoutSeconds (180), got 179',
    ],
    [{ reservedConcurrency: 901 }, 'reservedConcurrency: expected at most 900, got 901'],
    [{ reservedConcurrency: 11, accountConcurrency: 110 }, 'reservedConcurrency: expected at most 10, got 11'],
    [{ eventSourceConcurrency: 11 }, 'eventSourceConcurrency: expected at most reservedConcurrency (10), got 11'],
    [{ asyncRetries: 2, asyncEventAgeSeconds: 239 }, 'asyncEventAgeSeconds: expected at least 240, got 239'],
    [{ zoneIds: ['euc1-az1', 'euc1-az1'] }, 'zoneIds: expected two different zones'],
    [
      { notificationAddresses: ['a@example.com', 'A@example.org'] },
      'notificationAddresses: expected addresses that differ before the @, got "a" twice',
    ],
    [
      { gate: { ...validRaw.gate, requireApproval: true } },
      'gate: expected reviewersRequired to be at least 1 with requireApproval, got 0',
    ],
  ];

  test.each(rules)('R14: %j is refused with the reason', (change, start) => {
    const [message, ...others] = changed(change);
    expect(others).toEqual([]);
    expect(message?.slice(0, start.length)).toBe(start);
    expect(message).toMatch(/: .+: .{20,}/);
  });

  test('R3: a reserved concurrency of 1 may have the event-source concurrency of 2, the least that AWS takes', () => {
    expect(changed({ reservedConcurrency: 1, eventSourceConcurrency: 2 })).toEqual([]);
    expect(changed({ reservedConcurrency: 1, eventSourceConcurrency: 3 })).toHaveLength(1);
  });
});

describe('settings in other forms', () => {
  test('R14: the texts that the stock CLI hands to the program give the same settings as the file', () => {
    const settings = { ...validRaw, promotesFrom: 'dev', logLevel: 'WARN' };
    const texts = Object.entries(settings).map(([key, value]): [string, string] => [
      `payments:${key}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    const read = settingsFromText(Object.fromEntries([...texts, ['pulumi:disable-default-providers', '["aws"]']]));
    expect(parseSettings('qa', read)).toEqual(parseSettings('qa', settings));
  });

  test('R10: equal settings are equal canonical text, whatever the order of their keys', () => {
    const reversed = Object.fromEntries(Object.entries(validRaw).reverse());
    const texts = [validRaw, reversed].map((raw) => JSON.stringify(canonicalConfiguration(parseSettings('qa', raw))));
    expect(texts[0]).toBe(texts[1]);
    expect(JSON.parse(texts[0] ?? '')).toEqual(parseSettings('qa', validRaw));
  });

  test('R14: whatever stands at a key, the check answers and names the key', () => {
    const keys = Object.keys(settingsSchema.shape);
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        const found = changed({ [key]: value });
        const accepted = settingsSchema.shape[key as keyof typeof settingsSchema.shape].safeParse(value).success;
        if (!accepted) expect(found.some((line) => line.startsWith(key))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
