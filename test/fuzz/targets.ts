import type { Target } from './target.ts';
import { bundleTarget } from './targets/bundles.ts';
import { dataTarget, folderTarget } from './targets/data.ts';
import { encoderTarget } from './targets/encoders.ts';
import { experimentTarget } from './targets/experiments.ts';
import { goldenFolderTarget, goldenTarget } from './targets/goldens.ts';
import { panelTarget, requestTarget } from './targets/messages.ts';
import { planTarget } from './targets/plans.ts';
import { runTarget } from './targets/runs.ts';

/** Every reader of foreign or stored files; the shares are those of all cases. */
export const targets: readonly Target[] = [
  ...[dataTarget, folderTarget, experimentTarget, runTarget, planTarget],
  ...[encoderTarget, bundleTarget, goldenTarget, goldenFolderTarget, requestTarget, panelTarget],
];
