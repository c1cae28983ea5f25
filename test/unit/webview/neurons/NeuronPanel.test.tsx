import { renderToString } from 'preact-render-to-string';
import { beforeEach, describe, expect, it } from 'vitest';
import { AssignmentList } from '../../../../webview/neurons/AssignmentList.tsx';
import { AttentionChoice } from '../../../../webview/neurons/AttentionChoice.tsx';
import { CorpusDetail } from '../../../../webview/neurons/CorpusDetail.tsx';
import { layersOf } from '../../../../webview/neurons/inspection.ts';
import { WordLegend } from '../../../../webview/neurons/MarkLegends.tsx';
import { NeuronDetail } from '../../../../webview/neurons/NeuronDetail.tsx';
import { NeuronsModel } from '../../../../webview/neurons/neuronsModel.ts';
import { Prediction } from '../../../../webview/neurons/Prediction.tsx';
import { Sentence } from '../../../../webview/neurons/Sentence.tsx';
import { SwitchBoard } from '../../../../webview/neurons/SwitchBoard.tsx';
import { TextBox } from '../../../../webview/neurons/TextBox.tsx';
import { textOf } from '../textOf.ts';
import { explained } from './explained.ts';

const explanation = explained('a zebra film');
const layers = layersOf(explanation, [Float32Array.of(1, 0, 3, 0, 0, 2, 0, 0, 1)]);
const marked = new Set<number>();
const inspected = { directory: 'run', features: undefined, explanation, unread: [], layers, heads: 2, marked };
let model: NeuronsModel;
beforeEach(() => {
  model = new NeuronsModel({ send: () => undefined, keep: () => undefined });
  model.state.inspected.value = inspected;
});
const props = () => ({ model, inspected, layer: layers[0]! });

describe('the prediction', () => {
  it('has no comparison for a text that is not edited', () => {
    expect(textOf(renderToString(<Prediction {...props()} />))).toContain(
      'Prediction good bad 25.0 % good 75.0 % 1 mono',
    );
  });

  it('is compared with that of the original text, and marked where the class differs', () => {
    model.state.text.value = 'edited';
    model.state.before.value = {
      ...explanation,
      predicted: 'bad',
      probabilities: [
        { class: 'bad', probability: 0.6 },
        { class: 'good', probability: 0.4 },
      ],
    };
    const html = renderToString(<Prediction {...props()} />);
    expect(html).toContain('<p class="verdict flipped">bad → good</p>');
    expect(textOf(html)).toContain('bad 25.0 % −35.0 good 75.0 % +35.0');
  });

  it('is compared with the label of the data, of an edited text with that of the original', () => {
    const shown = () => textOf(renderToString(<Prediction {...props()} />));
    expect(shown()).not.toContain('label');
    model.state.label.value = 'good';
    expect(shown()).toContain('Prediction good ✓ as labelled in the data ');
    model.state.label.value = 'bad';
    expect(shown()).toContain('Prediction good ✗ labelled bad in the data ');
    model.state.text.value = 'edited';
    expect(shown()).toContain('Prediction good The data label the original bad. ');
  });

  it('shows the most probable of many classes, in falling order', () => {
    const probabilities = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ class: `class ${n}`, probability: n / 36 }));
    const many = { ...inspected, explanation: { ...explanation, probabilities } };
    const html = renderToString(<Prediction {...props()} inspected={many} />);
    expect(html.match(/title="class \d"/g)).toEqual([8, 7, 6, 5, 4, 3].map((n) => `title="class ${n}"`));
  });
});

describe('the text box', () => {
  const box = () => renderToString(<TextBox model={model} />);

  it('is busy until the first text or a problem arrives', () => {
    model.state.directory.value = null;
    expect(box()).toContain('role="progressbar"');
    model.receive({ kind: 'failed', id: null, problem: { message: 'no weights', remedy: 'Train again.' } });
    expect(box()).not.toContain('role="progressbar"');
    expect(textOf(box())).toContain('No weights. Train again.');
    expect(textOf(box())).not.toContain('reading the first');
  });
});

describe('the switch board', () => {
  const board = () => textOf(renderToString(<SwitchBoard model={model} layers={layers} />));

  it('says the margin, then what the neurons that are off do to it', () => {
    model.state.effects.value = { margin: 1.5, effects: [] };
    expect(board()).toContain('Margin 1.50 ');
    const verdict = { predicted: 'good', probabilities: [] };
    model.state.off.value = [[0, 2]];
    model.state.switchedOff.value = {
      before: { ...verdict, margin: 1.5 },
      after: { ...verdict, margin: -0.25 },
      active: 2,
      random: { draws: 20, mean: -0.5, deviation: 0.1, flips: 1 },
    };
    expect(board()).toContain('Margin 1.50 → −0.25 (−1.75) without 2 neurons ');
    expect(board()).toContain('As many at random: −0.50 ± 0.10; 1 of 20 draws flips it');
  });
});

describe('the tokens', () => {
  it('say what is known of them, and which have the chosen neuron', () => {
    model.state.neuron.value = 0;
    model.state.token.value = 1;
    const html = renderToString(<Sentence {...props()} />);
    expect(html).toMatch(
      /class="token having"[^>]*aria-selected="false"[^>]*title="keep probability 0\.50, 2 neurons"/,
    );
    expect(html).toMatch(
      /class="token unknown"[^>]*aria-selected="true"[^>]*not in the vocabulary: read as &lt;UNK>, 1 n/,
    );
    expect(html.match(/tabindex="-?\d"/gi)).toEqual(['tabindex="0"', 'tabindex="-1"', 'tabindex="-1"']);
  });
});

describe('words that the data mark', () => {
  const shown = (marked: readonly number[]) =>
    renderToString(<Sentence {...props()} inspected={{ ...inspected, marked: new Set(marked) }} />);

  it('say so, under a legend', () => {
    const html = shown([1]);
    expect(html).toMatch(/class="token unknown marked"[^>]*aria-label="zebra: marked in the data as decisive, /);
    expect(html.match(/class="token[^"]*marked/g)).toHaveLength(1);
    expect(textOf(html)).toContain('marked in the data');
  });

  it('have no legend where there are none', () => {
    expect(textOf(shown([]))).not.toContain('marked in the data');
  });
});

describe('the legends', () => {
  it('explain the marks that the text has', () => {
    expect(textOf(renderToString(<WordLegend {...props()} />))).toMatch(
      /keep probability from 0 to 1: [^]* 1 unknown word, read as &lt;UNK> $/,
    );
    model.state.neuron.value = 0;
    model.state.pairs.value = [{ first: 0, second: 1, score: 0.5 }];
    const text = textOf(renderToString(<WordLegend {...props()} />));
    expect(text).toContain('a has the chosen neuron, 0');
    expect(text).toContain('pairs that attend to each other most; a thicker line is more the same, from line to line');
    expect(text).not.toContain('not read');
  });
});

describe('the choice of the attention', () => {
  const choice = (layers: number) =>
    renderToString(<AttentionChoice model={model} layers={layers} heads={2} />).match(/(?<=id=")attention-[a-z]+/g);

  it('is of a head where there is one layer; else of a layer, then of its heads', () => {
    expect(choice(1)).toEqual(['attention-head']);
    expect(choice(2)).toEqual(['attention-layer']);
    model.state.part.value = { layer: 1, head: null };
    expect(choice(2)).toEqual(['attention-layer', 'attention-head']);
  });
});

describe('the list of neurons', () => {
  it('is narrowed to the chosen token, with the labels over the corpus where there are any', () => {
    expect(renderToString(<AssignmentList {...props()} />)).not.toContain('Over the corpus');
    model.state.token.value = 2;
    model.state.labels.value = [['dead', 'dead', 'monosemantic']];
    const text = textOf(renderToString(<AssignmentList {...props()} />));
    expect(text).toContain('1 of 2 of “film” ×');
    expect(text).toContain('2 … polysemantic monosemantic a 3.00 zebra 2.00 film 1.00');
  });

  it('can be sorted by effect once the effects are known', () => {
    const button = () =>
      /<button class="plain" title="Change of the margin[^>]*>/.exec(
        renderToString(<AssignmentList {...props()} />),
      )![0];
    expect(button()).toContain(' disabled');
    model.state.sortEffects.value = [Float32Array.of(0.1, 0.2, 0.3)];
    expect(button()).not.toContain(' disabled');
    model.state.sortEffects.value = [new Float32Array(3).fill(NaN)];
    expect(button()).toContain(' disabled');
  });

  it('names neurons of several layers by layer and number, and lists those of one layer or of all', () => {
    const second = { ...explanation.neurons[0]!, layer: 1, index: 1 };
    const two = { ...explanation, neurons: [...explanation.neurons, second] };
    const layers = layersOf(two, [Float32Array.of(1, 0, 3, 0, 0, 2, 0, 0, 1), new Float32Array(9)]);
    const own = { model, inspected: { ...inspected, explanation: two, layers }, layer: layers[0]! };
    model.state.inspected.value = own.inspected;
    const names = () =>
      renderToString(<AssignmentList {...own} />).match(/(?<=aria-label="Neuron )[^"]+(?="[^>]*>\d)/g);
    expect(names()).toEqual(['1:2', '1:0']);
    model.listAll(true);
    expect(names()).toEqual(['1:2', '1:0', '2:1']);
    model.chooseNeuron(1, 1);
    expect(textOf(renderToString(<NeuronDetail {...own} layer={layers[1]!} />))).toContain('Neuron 1 layer 2 of 2 ');
  });
});

describe('a neuron over the corpus', () => {
  it('offers an evaluation where the run has none', () => {
    model.state.corpus.value = null;
    expect(textOf(renderToString(<CorpusDetail model={model} />))).toContain('Evaluate the run to see');
  });

  it('says why the evaluation cannot be read', () => {
    model.state.corpus.value = null;
    model.state.corpusProblem.value = { message: 'vocabulary.json: no vocabulary', remedy: 'Restore it.' };
    const text = textOf(renderToString(<CorpusDetail model={model} />));
    expect(text).toContain('vocabulary.json: no vocabulary. Restore it.');
    expect(text).not.toContain('Evaluate the run');
  });

  it('says that lines are being read, or why they cannot be', () => {
    model.state.corpus.value = {
      ...{ label: 'monosemantic', fires: 3, words: [{ word: 'film', count: 2 }], strongest: 20 },
      histogram: { range: 1, counts: [1, 0, 4, 0] },
      meanByClass: [{ class: 'good', mean: null }],
    };
    expect(textOf(renderToString(<CorpusDetail model={model} />))).toContain('Reading 20 lines of the data set…');
    const problem = { message: 'the file changed', remedy: 'Evaluate again.' };
    model.state.lines.value = { lines: [], problem };
    const text = textOf(renderToString(<CorpusDetail model={model} />));
    expect(text).toContain('The file changed. Evaluate again.');
    expect(text).toContain('film ×2 ');
  });
});
