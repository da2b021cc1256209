export default {
  testEnvironment: 'node',
  // Two cores: more workers would only make each other's processes late.
  maxWorkers: 2,
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.sandbox', '<rootDir>/.cache'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/tools/jest/stripTypes.mjs' },
};
