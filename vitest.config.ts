import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/countReporter.ts';
import { softwareVulkan } from './test/softwareVulkan.ts';

// For the workers, in which the webgpu device is opened.
Object.assign(process.env, softwareVulkan());

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new CountReporter()],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
