import { defineConfig, type UserWorkspaceConfig as ProjectConfig } from 'vitest/config';
import { CountReporter } from './test/countReporter.ts';
import { nativeFolderVariable } from './src/engine/tensorflow/nativePackage.ts';
import { reasonToSkip } from './test/requirements.ts';
import { softwareVulkan } from './test/softwareVulkan.ts';
import { temporaryRoot } from './test/temporaryRoot.ts';
import { home as nativeTensorflow } from './test/tensorflow/home.ts';

// For the workers, in which the webgpu device is opened and temporary folders are created.
Object.assign(process.env, softwareVulkan(), { TMPDIR: temporaryRoot() });

/** Tests of test/NAME. Projects of the same `groupOrder` run at the same time, groups one after the other. */
const project = (name: string, groupOrder: number, maxWorkers: number, options: ProjectConfig['test'] = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], sequence: { groupOrder }, maxWorkers, ...options },
});

/** These replace modules or keep state in the stub of vscode: each file has its own process. */
const isolated = ['test/unit/extension/**'];
/** For files that share a process. */
const shared = { isolate: false, restoreMocks: true, unstubEnvs: true, unstubGlobals: true };

/** The tests of the devices once more, with native TensorFlow as the oracle; where that is not installed, only those that say so. */
const tensorflow: ProjectConfig['test'] = {
  include: ['test/tensorflow/*.test.ts', ...(reasonToSkip('tensorflow') === null ? ['test/devices/**/*.test.ts'] : [])],
  exclude: ['test/devices/webgpuFailures.test.ts'], // has no oracle
  env: { [nativeFolderVariable]: nativeTensorflow },
};

export default defineConfig({
  // Outside VS Code there is no such module: unit tests of the extension run on a stub.
  resolve: { alias: { vscode: `${import.meta.dirname}/test/unit/extension/vscodeStub.ts` } },
  test: {
    reporters: ['default', new CountReporter()],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      project('unit', 0, 2, { exclude: isolated, ...shared }),
      project('unit', 0, 2, { name: 'unit-extension', include: isolated.map((folder) => `${folder}/*.test.ts`) }),
      project('fuzz', 0, 1, { testTimeout: 600_000 }),
      project('devices', 0, 2),
      project('tensorflow', 0, 2, tensorflow),
      project('oracle', 0, 2, { testTimeout: 600_000, hookTimeout: 600_000 }), // Python computes as much
      project('process', 0, 2),
      project('windows', 0, 1, { testTimeout: 240_000, globalSetup: 'test/windows/prefix.ts' }),
      project('panels', 0, 1),
      project('vscode', 1, 1, { testTimeout: 240_000 }), // one window at a time, after all else
    ],
  },
});
