export default {
  testEnvironment: 'node',
  // Two cores: more workers would only make each other's processes late.
  maxWorkers: 2,
  // Tests start real processes, and a busy machine starts them late.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.sandbox', '<rootDir>/.cache'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/tools/jest/stripTypes.mjs' },
};
