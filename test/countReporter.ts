import type { Reporter, TestModule } from 'vitest/node';
import { describeMissing, missingSuites } from './requirements.ts';

/** Ends the output with the suites that this machine cannot run, and one line of counts for scripts to read. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      count.failed += module.errors().length;
      for (const test of module.children.allTests()) count[test.result().state]++;
    }
    const { passed, failed, skipped, pending } = count;
    const projects = new Set(modules.map(({ project }) => project.name));
    const leftOut = missingSuites().filter(({ suite }) => projects.has(suite.project));
    process.on('exit', () => {
      for (const suite of leftOut) console.log(`left out, counted as skipped: ${describeMissing(suite)}`);
      console.log(`${passed} passed, ${failed + pending} failed, ${skipped} skipped`);
    });
  }
}
