import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', '**/*.pb.*', '**/*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Handlers throw ErrorReply on purpose: a reply is data, and needs no stack.
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['test/**', 'compat-tests/**', 'bench/**', 'examples/**'], rules: { 'no-console': 'off', '@typescript-eslint/no-unused-expressions': 'off' } },
);
