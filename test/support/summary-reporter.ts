import { writeSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node';

/** What a run amounts to. A file or hook that broke counts as one failure, since its tests never spoke. */
type Summary = { passed: number; failed: number };

/** Counts over all projects. `unhandled` are errors outside of any test. */
function summarize(modules: readonly TestModule[], unhandled: number): Summary {
  const summary = { passed: 0, failed: unhandled };
  for (const module of modules) {
    summary.failed += module.errors().length > 0 ? 1 : 0;
    for (const suite of module.children.allSuites()) summary.failed += suite.errors().length > 0 ? 1 : 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') summary.passed += 1;
      if (state === 'failed' || state === 'pending') summary.failed += 1;
    }
  }
  return summary;
}

/** Prints `N passed, N failed` as the very last line, whatever else went wrong. */
export default class SummaryReporter implements Reporter {
  #summary: Summary = { passed: 0, failed: 0 };

  onInit(): void {
    // Global set-ups and tear-downs may still fail and speak after the run has ended.
    process.once('exit', (code) => writeSync(1, `${lastLine(this.#summary, code)}\n`));
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    _reason: TestRunEndReason,
  ): void {
    this.#summary = summarize(modules, unhandled.length);
  }
}

/** A run that ends badly without a failed test (nothing found, set-up broken) is one failure. */
function lastLine({ passed, failed }: Summary, exitCode: number): string {
  return `${passed} passed, ${exitCode !== 0 && failed === 0 ? 1 : failed} failed`;
}
