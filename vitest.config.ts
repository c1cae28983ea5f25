import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/countReporter.ts';
import { softwareVulkan } from './test/softwareVulkan.ts';

// For the workers, in which the webgpu device is opened.
Object.assign(process.env, softwareVulkan());

export default defineConfig({
  test: {
    reporters: ['default', new CountReporter()],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/vscode/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'vscode',
          include: ['test/vscode/*.test.ts'],
          maxWorkers: 1, // one window at a time, after all else
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
