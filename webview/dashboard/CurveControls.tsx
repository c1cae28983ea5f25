import type { CurveSettings } from '../../src/protocol/dashboard.ts';
import { Checkbox } from '../shared/Checkbox.tsx';

interface CurveControlsProps {
  readonly settings: CurveSettings;
  readonly onChange: (settings: CurveSettings) => void;
}

/** How the losses are drawn. */
export function CurveControls({ settings, onChange }: CurveControlsProps) {
  const { smoothing, logarithmic } = settings;
  return (
    <div class="curve-controls">
      <label>
        Smoothing
        <input
          type="range"
          min={0}
          max={0.98}
          step={0.02}
          value={smoothing}
          onInput={({ currentTarget }) => onChange({ ...settings, smoothing: currentTarget.valueAsNumber })}
        />
        <output>{smoothing.toFixed(2)}</output>
      </label>
      <Checkbox
        name="Logarithmic"
        showsName
        checked={logarithmic}
        onChange={(logarithmic) => onChange({ ...settings, logarithmic })}
      />
    </div>
  );
}
