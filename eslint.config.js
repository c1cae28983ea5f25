import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

// Which folder may import which is checked by dependency-cruiser: dependencies.config.js.
export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/engine/wasm/kernels', 'test/output', '.safr'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
      '@typescript-eslint/require-await': 'off', // a device's interface is asynchronous, some of its implementations are not
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off', // vitest's matchers are `any`
      '@typescript-eslint/unbound-method': 'off', // fakes wrap methods
    },
  },
  {
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: {
        clearTimeout: 'readonly',
        console: 'readonly',
        process: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
