import * as vscode from 'vscode';
import { checkNewest, type RunCheck } from '../../core/comparison/checkRun.ts';
import { measuredText, type Verdict } from '../../core/comparison/judge.ts';
import type { ExperimentFile } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';
import { onStudioChange } from '../views/onStudioChange.ts';
import { expectPlaces, type ExpectPlace, type Place } from './expectPlaces.ts';

/** The expectations of experiments in the Test Explorer, checked on the newest evaluated run or on one trained for the test. */
export function registerExpectationTests(studio: Studio): void {
  const tests = new ExpectationTests(studio);
  studio.context.subscriptions.push(
    tests,
    onStudioChange(studio, () => tests.update()),
  );
}

/** The items of one experiment to run. */
interface Requested {
  readonly file: ExperimentFile;
  readonly items: readonly vscode.TestItem[];
}

class ExpectationTests implements vscode.Disposable {
  readonly #controller = vscode.tests.createTestController('safr.expectations', 'SAFR Expectations');
  /** By experiment: the text and the newest evaluated run that its results are for. */
  readonly #shown = new Map<string, { readonly text: string; readonly run: string | undefined }>();
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
    const { Run } = vscode.TestRunProfileKind;
    this.#controller.createRunProfile('Check Newest Run', Run, (request) => this.#check(request), true);
    this.#controller.createRunProfile('Train and Check', Run, (request, token) => this.#train(request, token));
  }

  dispose(): void {
    this.#controller.dispose();
  }

  /** Brings the items in line with the files; results of an older run are marked as out of date. */
  update(): void {
    const { experiments } = this.studio;
    for (const file of experiments.all) this.#updateFile(file);
    for (const [path] of this.#controller.items) {
      if (!experiments.get(path)) this.#forget(path);
    }
  }

  #updateFile(file: ExperimentFile): void {
    const { check, path, text, uri } = file;
    if (!check.experiment) return; // invalid while it is being edited
    const places = expectPlaces(text);
    if (places.length === 0) return this.#forget(path);
    const shown = this.#shown.get(path);
    const run = this.#newest(file)?.run.directory;
    const item =
      this.#controller.items.get(path) ??
      this.#controller.createTestItem(path, this.studio.experiments.nameOf(path), uri);
    if (shown?.text !== text) {
      item.children.replace(places.map((place, i) => this.#child(file, place, i)));
      this.#controller.items.add(item);
    }
    if (shown && shown.run !== run) this.#controller.invalidateTestResults(item);
    this.#shown.set(path, { text, run });
  }

  #forget(path: string): void {
    this.#controller.items.delete(path);
    this.#shown.delete(path);
  }

  #child({ path, uri }: ExperimentFile, { name, expected, whole }: ExpectPlace, order: number): vscode.TestItem {
    const item = this.#controller.createTestItem(`${path}#${name}`, `${name} ${expected}`, uri);
    item.range = rangeOf(whole);
    item.sortText = String(order).padStart(4, '0');
    return item;
  }

  #newest({ check, path }: ExperimentFile): RunCheck | null {
    return check.experiment && checkNewest(check.experiment, this.studio.runs.of(path));
  }

  #check(request: vscode.TestRunRequest): void {
    const run = this.#controller.createTestRun(request);
    for (const requested of this.#requested(request)) {
      report(
        run,
        requested,
        this.#newest(requested.file),
        'No run of this experiment is evaluated yet: use “Train and Check”.',
      );
    }
    run.end();
  }

  async #train(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.#controller.createTestRun(request);
    for (const requested of this.#requested(request)) {
      if (token.isCancellationRequested) break;
      const { path } = requested.file;
      for (const item of requested.items) run.started(item);
      const before = new Set(this.studio.runs.of(path).map(({ directory }) => directory));
      const cancel = token.onCancellationRequested(() => this.studio.jobs.of(path)?.stop());
      await this.studio.jobs.train(path);
      cancel.dispose();
      const check = this.#newest(requested.file);
      const trained = check && !before.has(check.run.directory) ? check : null;
      report(run, requested, trained, 'The training did not end in an evaluated run.');
    }
    run.end();
  }

  #requested({ include, exclude = [] }: vscode.TestRunRequest): Requested[] {
    const all = [...this.#controller.items].map(([, item]) => item);
    return all.flatMap((experiment) => {
      const file = this.studio.experiments.get(experiment.id);
      const items = [...experiment.children]
        .map(([, item]) => item)
        .filter((item) => !include || include.includes(item) || include.includes(experiment))
        .filter((item) => !exclude.includes(item) && !exclude.includes(experiment));
      return file && items.length > 0 ? [{ file, items }] : [];
    });
  }
}

/** Reports the result of each item; `whyNot` if there is nothing to check. */
function report(run: vscode.TestRun, { file, items }: Requested, check: RunCheck | null, whyNot: string): void {
  const places = new Map(expectPlaces(file.text).map((place) => [`${file.path}#${place.name}`, place]));
  const write = (line: string) => run.appendOutput(`${line}\r\n`);
  write(`${file.title}: ${check ? `run ${check.run.id}` : whyNot}`);
  if (check && check.otherSettings.length > 0) {
    write(`  The run has other settings than the file now: ${check.otherSettings.join(', ')}`);
  }
  for (const item of items) {
    const place = places.get(item.id);
    const verdict = check?.verdicts.find(({ name }) => name === place?.name);
    if (!place || !verdict) run.errored(item, new vscode.TestMessage(whyNot));
    else if (verdict.ok) run.passed(item);
    else run.failed(item, failure(file.uri, place.value, verdict));
    if (verdict)
      write(`  ${verdict.ok ? 'ok   ' : 'fails'}  ${verdict.name} ${verdict.expected}: ${measuredText(verdict)}`);
  }
}

/** VS Code shows the two outputs as "33.3 != at least 60". */
function failure(uri: vscode.Uri, place: Place, verdict: Verdict): vscode.TestMessage {
  const { name, expected } = verdict;
  const measured = measuredText(verdict);
  const expectedText = expected.replace(/^>= */, 'at least ').replace(/^<= */, 'at most ');
  const message = vscode.TestMessage.diff(`${name} is ${measured}, expected ${expectedText}`, expectedText, measured);
  message.location = new vscode.Location(uri, rangeOf(place));
  return message;
}

function rangeOf({ start, end }: Place): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
