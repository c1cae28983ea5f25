import type { Reporter, TestModule } from 'vitest/node';

/** Ends the output with one line that counts: what a machine reads. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      count.failed += module.errors().length;
      for (const test of module.children.allTests()) count[test.result().state]++;
    }
    const { passed, failed, skipped, pending } = count;
    process.on('exit', () => console.log(`${passed} passed, ${failed + pending} failed, ${skipped} skipped`));
  }
}
