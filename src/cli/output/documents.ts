import type { Comparison } from '../../core/comparison/compareRuns.ts';
import type { Verdict } from '../../core/comparison/judge.ts';
import type { DataSummary } from '../../core/dataset/summary/dataSummary.ts';
import type {
  ExplainedNeuron,
  Explanation,
  SwitchedOffText,
  TokenRanking,
} from '../../core/evaluation/explanation/explanation.ts';
import type { NeuronFacts } from '../../core/evaluation/facts/neuronFacts.ts';
import type { NeuronSet } from '../../core/evaluation/neuronSet.ts';
import type { Measure } from '../../core/experiment/measures.ts';
import type { Settings } from '../../core/experiment/sweep.ts';
import type { StepMeasurement } from '../../core/model/measureSteps.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import type { StoredFeatures } from '../../core/runs/featureFiles.ts';
import type { Run } from '../../core/runs/readRun.ts';
import type { RunNotes } from '../../core/runs/runNotes.ts';
import type { RunRecord } from '../../core/runs/runRecord.ts';
import type { Combination, Comparison as SweepComparison, Summary } from '../../core/sweep/summary.ts';
import type { NeuronComparison } from '../../core/workflow/compareNeurons.ts';
import type { ExplainedChanges } from '../../core/workflow/explainChanges.ts';
import type { NeuronNumber, NeuronPage } from '../../core/evaluation/facts/neuronPage.ts';
import type { NeuronSummary } from '../../core/workflow/neuronSummaries.ts';
import type { Verification } from '../../core/workflow/verifyGolden.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';
import type { Availability, DeviceName } from '../../engine/device.ts';
import type { Estimate, PairedDifference } from '../../common/statistics.ts';

/** Version of the shapes below. A new field leaves it as it is; a field that is removed or changes its meaning raises it. */
export const documentVersion = 1;

/** What the commands print with --json as one document; `train` and `sweep` print events. docs/json.md is generated from these types. */
export interface Documents {
  readonly init: InitDocument;
  readonly evaluate: EvaluateDocument;
  readonly explain: ExplainDocument;
  readonly compare: CompareDocument;
  readonly check: CheckDocument;
  readonly report: ReportDocument;
  readonly export: ExportDocument;
  readonly import: RunPlace;
  readonly runs: RunsDocument;
  readonly features: FeaturesDocument;
  readonly neurons: NeuronsDocument;
  readonly download: DownloadDocument;
  readonly devices: DevicesDocument;
  readonly verify: VerifyDocument;
  readonly bench: BenchDocument;
}

export interface RunPlace {
  /** Id of the run. */
  readonly run: string;
  /** Its folder. */
  readonly directory: string;
}

export interface InitDocument {
  /** The experiment file. */
  readonly file: string;
  readonly source: string;
  /** How the file of --train is read; null without it. */
  readonly reading: {
    readonly train: string;
    readonly textColumn: string;
    readonly labelColumn: string;
    /** null: UTF-8. */
    readonly encoding: string | null;
    /** null: the file has a header. */
    readonly columns: readonly string[] | null;
  } | null;
}

/** An event of `safr train`, one per line; the last one is `end`, or `evaluation` with --evaluate. */
export type TrainEvent = WorkflowEvent | EvaluationEvent;

export interface EvaluationEvent extends EvaluationDocument {
  readonly kind: 'evaluation';
}

/** The measures of an evaluation as in `evaluation.json`, without the values per text and per neuron. */
export interface EvaluationDocument
  extends
    RunPlace,
    Pick<
      StoredEvaluation,
      | 'split'
      | 'device'
      | 'sentences'
      | 'unit'
      | 'classification'
      | 'srs'
      | 'eraser'
      | 'causal'
      | 'rationales'
      | 'planted'
      | 'rivals'
      | 'costlyRivals'
      | 'explanations'
      | 'slices'
    > {
  /** The file with the whole result. */
  readonly file: string;
  /** Whether it was measured on data that are not those of the run. */
  readonly otherData: boolean;
  readonly neurons: Pick<
    StoredEvaluation['neurons'],
    'theta' | 'perInput' | 'corpus' | 'meanTokenCapacity' | 'meanKeepProbability'
  >;
}

export interface EvaluateDocument extends EvaluationDocument {
  readonly data?: DataSummary | undefined;
}

/** An event of `safr sweep`, one per line; the last one is `summary`. */
export type SweepEvent =
  | ElementEvent
  /** With --slurm: what is done for the cluster. */
  | { readonly kind: 'note'; readonly text: string }
  | (SweepSummary & { readonly kind: 'summary' })
  /** With --dry-run, the only one. */
  | { readonly kind: 'elements'; readonly elements: readonly ListedElement[] }
  /** With --pareto, the only one. */
  | { readonly kind: 'plot'; readonly file: string; readonly done: number; readonly of: number }
  /** With --cancel, the only one. */
  | {
      readonly kind: 'cancelled';
      readonly jobs: readonly number[];
      readonly running: number;
      readonly waiting: number;
    };

export interface ElementEvent extends SweepElement {
  readonly kind: 'element';
  readonly state: 'running' | 'done' | 'stopped' | 'failed' | 'waiting';
  /** Why it failed or waits. */
  readonly reason?: string;
}

export interface SweepElement {
  /** From 1. */
  readonly number: number;
  readonly settings: Settings;
}

export interface ListedElement extends SweepElement {
  readonly state: string;
  /** null: it has no run yet. */
  readonly run: string | null;
}

export interface SweepSummary extends Omit<Summary, 'measures' | 'combinations' | 'comparisons'> {
  /** Those that at least one element has a value of. */
  readonly measures: readonly Measure[];
  readonly combinations: readonly (Omit<Combination, 'estimates'> & {
    /** By the id of the measure, in its unit; null if it is not measured. */
    readonly estimates: Readonly<Record<string, Estimate | null>>;
  })[];
  readonly comparisons: readonly (Omit<SweepComparison, 'differences'> & {
    /** By the id of the measure. */
    readonly differences: Readonly<Record<string, PairedDifference | null>>;
  })[];
}

export interface ExplainDocument extends Omit<Explanation, 'neurons'> {
  readonly neurons: readonly (ExplainedNeuron & {
    /** With --effects: the change of the margin without the neuron. */
    readonly effect?: number;
  })[];
  /** With --effects: the logit of the predicted class minus the largest other one. */
  readonly margin?: number;
  /** With --without: its neurons by layer, and the prediction with and without them. */
  readonly switchedOff?: SwitchedOffText & { readonly neurons: NeuronSet };
  /** With --by. */
  readonly ranking?: TokenRanking;
}

/** A line of `safr explain --input`. */
export interface ExplainedLine extends ExplainDocument {
  /** In Parquet the number of the row; both count from 1. */
  readonly line: number;
  readonly text: string;
  readonly label?: string;
}

export interface CompareDocument extends Comparison {
  readonly runs: readonly RunPlace[];
  /** The autoencoders of each run. */
  readonly features: readonly (readonly AutoencoderDocument[])[];
  /** null unless two runs are compared. */
  readonly neurons: NeuronComparison | null;
  /** null unless two runs are compared. */
  readonly predictions: ExplainedChanges | null;
}

export interface CheckDocument extends RunPlace {
  /** Whether the run meets all expectations and is of the present experiment file. */
  readonly ok: boolean;
  /** Settings of the run that differ from the file. */
  readonly otherSettings: readonly string[];
  readonly dataWarnings: readonly string[];
  readonly expectations: readonly Verdict[];
}

export interface ReportDocument extends RunPlace {
  readonly file: string;
  /** Why the report has no explanations; null if it has. */
  readonly whyNoLines: string | null;
}

export interface ExportDocument extends RunPlace {
  readonly format: 'bundle' | 'onnx' | 'huggingface';
  /** The file or folder. */
  readonly path: string;
  /** Of a bundle: why its report has no explanations; null if it has, and for the other formats. */
  readonly whyNoLines: string | null;
}

export interface RunsDocument {
  /** The oldest first. */
  readonly runs: readonly ListedRun[];
  readonly unreadable: readonly (RunPlace & { readonly reason: string })[];
}

export interface ListedRun extends RunPlace, RunNotes {
  readonly state: Run['status'];
  /** Why it ended; null while it is running. */
  readonly reason: RunRecord['reason'];
  readonly epochs: number;
  readonly best: RunRecord['best'];
  /** These three are null without an evaluation of the test split. */
  readonly testAccuracy: number | null;
  /** At k = 0.3. */
  readonly srs: number | null;
  readonly monosemanticShare: number | null;
}

export interface FeaturesDocument extends RunPlace {
  /** The autoencoder that was trained or, without --site, those of the run. */
  readonly features: readonly AutoencoderDocument[];
}

export interface AutoencoderDocument extends Omit<StoredFeatures, 'evaluation'> {
  /** Of its files in the folder `features` of the run. */
  readonly name: string;
  /** As in the file, without the values per feature. */
  readonly evaluation: Omit<StoredFeatures['evaluation'], 'corpus'> & {
    readonly corpus: Omit<StoredFeatures['evaluation']['corpus'], 'neurons'>;
  };
}

/** The list, or the pages of the neurons that are named. */
export type NeuronsDocument = {
  /** The autoencoder whose features take the place of the neurons, with --features; else null. */
  readonly features: string | null;
} & (
  | { readonly found: number; readonly neurons: readonly NeuronSummary[] }
  | { readonly pages: readonly NeuronPageDocument[] }
);

/** Everything about one neuron over the test split. */
export interface NeuronPageDocument extends NeuronNumber, Pick<NeuronFacts, 'fires' | 'histogram' | 'meanByClass'> {
  readonly corpus: NeuronFacts['label'];
  /** Its strongest word types on one half of the texts, and how well they predict on the other half where it fires; null if it never fires. */
  readonly label: (Omit<NonNullable<NeuronFacts['wordLabel']>, 'words'> & { readonly words: readonly string[] }) | null;
  /** The word types with the largest shares of its activation. */
  readonly types: readonly { readonly word: string; readonly share: number }[];
  /** The words of its strongest activations. */
  readonly strongest: readonly { readonly word: string; readonly count: number }[];
  readonly lines: NeuronPage['lines'];
  readonly effects: NeuronPage['effects'];
}

export interface DownloadDocument {
  readonly name: string;
  readonly revision: string;
  readonly commit: string;
  /** The model's folder in the cache. */
  readonly folder: string;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    /** Whether it was downloaded now. */
    readonly isNew: boolean;
  }[];
}

export interface DevicesDocument {
  /** What `auto` means where no GPU is faster. */
  readonly default: DeviceName;
  readonly devices: Readonly<Record<DeviceName, Availability>>;
  /** What --install has installed; left out without it. */
  readonly installed?: InstalledDevice | undefined;
}

export interface InstalledDevice {
  /** The package of npm. */
  readonly package: string;
  readonly folder: string;
  /** How it was verified. */
  readonly verified: string;
}

export interface VerifyDocument {
  readonly device: DeviceName;
  readonly description: string;
  readonly ok: boolean;
  readonly results: readonly Verification[];
}

export interface BenchDocument {
  readonly device: DeviceName;
  readonly description: string;
  readonly results: readonly StepMeasurement[];
}
