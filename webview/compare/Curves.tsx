import type {
  BandPoint,
  ComparedRun,
  Curves as CurveData,
  Group,
  GroupCurves,
  Runs,
} from '../../src/protocol/compare.ts';
import { ChartCard, type CardForm, type ExportedFile } from '../shared/ChartCard.tsx';
import type { Line, Plot } from '../shared/plot.ts';
import { SectionHead } from '../shared/SectionHead.tsx';
import { lettersOf } from './letters.ts';

type CurveName = keyof CurveData;
type Plan = readonly [curve: CurveName, form: CardForm];

const overEpochs = [
  plan('crossEntropy', 'epoch', 'Cross-entropy (nats)', 'nats', 'of the training split'),
  plan('devAccuracy', 'epoch', 'Dev accuracy (%)', 'accuracy, %', 'after each epoch'),
  plan('devSrs', 'epoch', 'Dev SRS(0.3) (points)', 'accuracy lost, points', 'of the dev sample, after each epoch'),
  plan('monosemantic', 'epoch', 'Monosemantic over the corpus (%)', '% of neurons', 'all texts of the dev sample'),
];
const overFractions = [
  plan('srsImp', 'fraction k', 'SRS_imp(k) (points)', 'accuracy lost, points', 'words removed; dashed: at random'),
  plan('srsInter', 'fraction k', 'SRS_inter(k) (points)', 'accuracy lost, points', 'pairs cut; dashed: at random'),
  plan('srs', 'fraction k', 'SRS(k) (points)', 'accuracy lost, points', 'both; dashed: at random'),
];

function plan(curve: CurveName, xTitle: 'epoch' | 'fraction k', title: string, yTitle: string, key: string): Plan {
  return [curve, { name: `compare-${curve}`, title, key, xTitle, wholeX: xTitle === 'epoch', yTitle }];
}

interface CurvesProps {
  readonly runs: Runs;
  readonly save: (file: ExportedFile) => void;
}

/** The curves of all groups. */
export function Curves({ runs: { runs, groups, curves }, save }: CurvesProps) {
  const labels = groups.map((group) => labelOf(group, runs));
  const hasBands = groups.some(({ counted }) => counted.length > 1);
  const cards = (plans: readonly Plan[]) =>
    plans.map(([curve, form]) => (
      <ChartCard
        key={curve}
        form={form}
        plot={bandPlot(labels, groups, curves[curve])}
        whyEmpty={whyEmpty(curve)}
        save={save}
      />
    ));
  return (
    <section id="curves">
      <SectionHead
        title="Curves"
        remark={
          hasBands
            ? 'means of the runs that differ only in the seed; band: their smallest to largest value'
            : 'one line per run; runs that differ only in the seed would share one, with a band'
        }
      />
      <div class="cards of4">{cards(overEpochs)}</div>
      <div class="cards of3">{cards(overFractions)}</div>
    </section>
  );
}

function whyEmpty(curve: CurveName): string {
  if (curve === 'srs' || curve === 'srsImp' || curve === 'srsInter') return 'No run with this measure is evaluated.';
  if (curve === 'devSrs') return 'Not measured: no dev sample, or no mask to rank words by.';
  return curve === 'monosemantic' ? 'Not measured: no dev sample.' : 'No epoch is complete yet.';
}

/** The letters of the runs of a group with what they have in common: the name of a single run. */
export function labelOf({ counted, variant }: Group, runs: readonly Pick<ComparedRun, 'name'>[]): string {
  const [first, ...others] = counted;
  const name = first !== undefined && others.length === 0 ? runs[first]!.name : variant;
  return [lettersOf(counted), name].filter(Boolean).join(' · ');
}

/** One line per group, called by its label, with a band where it has several runs, and a dashed line of the same removal at random. */
export function bandPlot(labels: readonly string[], groups: readonly Group[], curves: GroupCurves): Plot {
  const lines = groups.flatMap(({ counted }, slot): Line[] => {
    const { points, random } = curves[slot]!;
    const line = { slot, label: labels[slot]!, dashed: false, points: points.map(pointOf(counted.length > 1)) };
    const dashed = { slot, label: `${line.label}, random`, dashed: true, points: random.map(pointOf(false)) };
    return [line, dashed].filter((one) => one.points.length > 0);
  });
  return { lines };
}

function pointOf(hasBand: boolean): (point: BandPoint) => Line['points'][number] {
  return ({ x, mean, low, high }) => (hasBand ? { x, y: mean, range: [low, high] } : { x, y: mean });
}
