import tseslint from 'typescript-eslint';
import { importRule } from './tools/eslint/importRule.mjs';

const root = import.meta.dirname;

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '.cache/', '.sandbox/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    plugins: { house: { rules: { imports: importRule } } },
    rules: {
      'house/imports': ['error', { root }],
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Numbers and booleans in messages are fine; objects ("[object Object]") are not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Spreading a string gives its code points, which is what a length limit counts.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Ports are objects of closures; only the errors are classes.
      '@typescript-eslint/unbound-method': 'off',
      // A port's method is async because its other implementation is.
      '@typescript-eslint/require-await': 'off',
      // `() => write(line)` and `return done()` read better than a block with a statement.
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  // What people read is written by commands alone; everything else returns it.
  {
    files: ['{infra,pipeline,sandbox}/**/*.ts', '.github/actions/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.base], rules: { eqeqeq: ['error', 'always'] } },
);
