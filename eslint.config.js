import eslint from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** `target` may import of src only what `except` names; see "Layout" in README.md. */
const zone = (target, except, message) => ({ target: `./src/${target}`, from: './src', except, message });

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/engine/wasm/kernels', 'test/output', '.safr'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            zone('engine', ['./engine'], 'engine imports nothing else of src'),
            zone('core', ['./core', './engine'], 'core imports core and the contract of engine'),
            zone('protocol', ['./protocol', './core', './engine'], 'protocol is types and forms of messages'),
            zone('compute', ['./compute', './protocol', './core', './engine'], 'compute serves core over the protocol'),
            zone(
              'client',
              ['./client', './protocol', './core', './engine/userError.ts'],
              'client knows the protocol and core',
            ),
            zone('cli', ['./cli', './client', './core', './engine'], 'cli uses client and core'),
            zone(
              'extension',
              ['./extension', './client', './protocol', './core', './engine'],
              'extension uses client and core',
            ),
            {
              target: './webview',
              from: './src',
              except: ['./protocol'],
              message: 'a panel knows the protocol only',
            },
            {
              target: './src/core',
              from: ['tensorflow', 'wasm', 'webgpu', 'openDevice.ts'].map((name) => `./src/engine/${name}`),
              message: 'core is given its device',
            },
          ],
        },
      ],
      '@typescript-eslint/require-await': 'off', // a device's interface is asynchronous, some of its implementations are not
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off', // vitest's matchers are `any`
      '@typescript-eslint/unbound-method': 'off', // fakes wrap methods
    },
  },
  {
    files: ['*.config.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
