import type { View } from '../../src/protocol/neurons.ts';
import { Button } from '../shared/Button.tsx';
import { Choice } from '../shared/Choice.tsx';
import { problemText } from '../shared/problemText.ts';
import type { NeuronsModel } from './neuronsModel.ts';
import type { PagesModel } from './pagesModel.ts';
import type { NeuronsModelState } from './state.ts';
import type { UnitWords } from './unitWords.ts';

/** The run that explains, what to show of it, the text to edit, and what is wrong. */
export function TextBox({ model }: { model: NeuronsModel }) {
  const { runs, run, directory, isSlow, problem } = model.state;
  const options = runs.value.map((choice) => ({ value: choice.directory, name: choice.name }));
  return (
    <header class="head">
      <div class="row">
        <Choice
          label="Run"
          id="run"
          options={options}
          value={directory.value ?? ''}
          onChoose={(chosen) => model.chooseRun(chosen)}
        />
        <span class="muted">{run.value?.description}</span>
      </div>
      <Units model={model} />
      <Views pages={model.pages} words={model.state.words.value} />
      {model.pages.view.value === 'text' && <Editor model={model} />}
      {problem.value && (
        <p class="problem" role="alert">
          {problemText(problem.value)}
        </p>
      )}
      {(isSlow.value || isOpening(model.state)) && <div class="busy" role="progressbar" aria-label="Explaining" />}
    </header>
  );
}

/** The choice between the neurons and the features of an autoencoder, where the run has one. */
function Units({ model }: { model: NeuronsModel }) {
  const { features, autoencoders } = model.state;
  const names = autoencoders.value;
  if (names.length === 0 && features.value === undefined) return null;
  return (
    <div class="row">
      <Choice
        label="Show"
        name="Show neurons or features"
        id="units"
        options={[{ value: '', name: 'neurons' }, ...names.map((name) => ({ value: name, name: `features ${name}` }))]}
        value={features.value ?? ''}
        onChoose={(name) => model.chooseFeatures(name === '' ? undefined : name)}
      />
      {features.value !== undefined && (
        <span class="muted">of a sparse autoencoder; effects are changes against its whole reconstruction</span>
      )}
    </div>
  );
}

/** The choice between a text and all neurons. */
function Views({ pages, words }: { pages: PagesModel; words: UnitWords }) {
  const button = (view: View, name: string) => (
    <button aria-pressed={pages.view.value === view} onClick={() => pages.chooseView(view)}>
      {name}
    </button>
  );
  return (
    <div class="views" role="group" aria-label="View">
      {button('text', 'A text')}
      {button('neurons', `All ${words.many}`)}
    </div>
  );
}

function Editor({ model }: { model: NeuronsModel }) {
  const { text, isEdited } = model.state;
  return (
    <>
      <div class="row">
        <label for="text">Sentence</label>
        <span class="hint muted">{hintOf(model.state)}</span>
        <Button
          title="Back to the original sentence"
          class={isEdited.value ? '' : 'gone'}
          disabled={!isEdited.value}
          onClick={() => model.resetText()}
        >
          Reset
        </Button>
      </div>
      <vscode-text-area
        id="text"
        rows={1}
        aria-label="Sentence"
        placeholder="Write a sentence to explain"
        value={text.value}
        onInput={({ currentTarget }) => model.editText(currentTarget.value)}
      />
    </>
  );
}

/** Whether the extension still looks for the first text. */
function isOpening({ directory, problem }: NeuronsModelState): boolean {
  return directory.value === null && problem.value === null;
}

function hintOf(state: NeuronsModelState): string {
  const { original, isEdited } = state;
  if (isOpening(state)) return 'reading the first test sentence…';
  if (original.value.trim() === '') return '';
  return isEdited.value
    ? 'edited: the marks in the bars show the original sentence'
    : 'edit it to see how the prediction changes';
}
