import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { percent } from '../../src/common/format.ts';
import { SmallButton } from '../shared/Button.tsx';
import { Icon } from '../shared/Icon.tsx';
import { useTheme } from '../shared/theme.ts';
import { attentionParts, neighborOf, partName } from './attentionParts.ts';
import { attentionText, shareLeftOut, weightText, type AttentionSpot } from './attentionText.ts';
import { AttentionView } from './attentionView.ts';
import type { InspectionProps } from './neuronsModel.ts';
import { ReadOut, Scale, ZoomButtons } from './MatrixTools.tsx';

/** Below this share it is not worth a note. */
const minShareLeftOut = 0.005;

/** How much each token attends to each token, behind a fold: it is asked for when it is opened. */
export function AttentionMatrix(props: InspectionProps) {
  const { state } = props.model;
  const weights = state.attention.value;
  const isShown = state.isMatrixShown.value;
  return (
    <details
      class="attention"
      open={isShown}
      onToggle={({ currentTarget }) => props.model.showMatrix(currentTarget.open)}
    >
      <summary>Attention matrix</summary>
      {isShown && weights && <Matrix {...props} weights={weights} />}
    </details>
  );
}

/** Which part of the attention is shown, and a step to the one before or after it. */
function PartStepper({ model, inspected: { layers, heads } }: InspectionProps) {
  const part = model.state.part.value;
  const parts = attentionParts(layers.length, heads);
  const step = (direction: 'previous' | 'next', name: string) => {
    const next = neighborOf(parts, part, direction === 'next' ? 1 : -1);
    const choose = () => next !== undefined && model.choosePart(next);
    return (
      <SmallButton name={name} disabled={next === undefined} onClick={choose}>
        <Icon name={direction} />
      </SmallButton>
    );
  };
  return (
    <span class="together">
      {parts.length > 1 && (
        <span class="zoom">
          {step('previous', 'Previous head')}
          {step('next', 'Next head')}
        </span>
      )}
      <span aria-live="polite">{partName(part, layers.length)}</span>
    </span>
  );
}

function Matrix({ model, inspected, layer, weights }: InspectionProps & { weights: Float32Array }) {
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<AttentionView | null>(null);
  const pointed = useSignal<AttentionSpot | null>(null);
  const cursor = useSignal<AttentionSpot | null>(null);
  const tokens = useMemo(() => inspected.explanation.tokens.map(({ inWord }) => inWord), [inspected]);
  const largest = useMemo(() => weights.reduce((largest, weight) => Math.max(largest, weight), 0), [weights]);
  const token = model.state.token.value;
  useLayoutEffect(() => {
    view.current = new AttentionView(canvas.current!, {
      point: (spot) => (pointed.value = spot),
      moveCursor: (spot) => (pointed.value = cursor.value = spot),
      chooseToken: (position) => model.chooseToken(position === model.state.token.value ? null : position),
    });
    return () => view.current?.dispose();
  }, [model]);
  useLayoutEffect(() => view.current?.setTheme(theme), [theme]);
  useLayoutEffect(() => view.current?.show({ tokens, weights, largest, token }), [tokens, weights, largest, token]);
  const share = shareLeftOut(weights, tokens.length);
  return (
    <div class="matrix">
      <div class="row">
        <PartStepper model={model} inspected={inspected} layer={layer} />
        <Scale isDark={!theme.light} largest={weightText(largest)} />
        <ZoomButtons what="tokens" view={view} />
      </div>
      <div class="heat">
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-roledescription="attention matrix"
          aria-label={`Attention of ${tokens.length} tokens, the rows, to the same tokens, the columns: ${partName(model.state.part.value, inspected.layers.length)}`}
          aria-describedby="attention-help"
        />
        <ReadOut
          pointed={pointed}
          cursor={cursor}
          textOf={(spot) => attentionText(spot, tokens, weights)}
          hint="Each row is what a token attends to (the query’s weights over the keys). Click a token to choose it."
        />
        <p class="unseen" id="attention-help">
          Arrows move the cursor, Enter chooses the token of the row; plus, minus and 0 zoom.
        </p>
      </div>
      {share >= minShareLeftOut && (
        <p class="muted">{`${percent(share)} of the attention goes to special tokens or padding, which the matrix leaves out.`}</p>
      )}
    </div>
  );
}
