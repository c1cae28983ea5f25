import { ComputeEnded } from '../../client/computeEnded.ts';
import type { Run } from '../../core/runs/readRun.ts';
import type { EvaluatedSplit } from '../../core/runs/evaluationSummary.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import { counted, decimals } from '../../common/format.ts';
import { OtherDataError } from '../../common/otherDataError.ts';
import { UserError } from '../../common/userError.ts';
import { commandLink } from '../editor/markdownText.ts';
import { toastText } from '../reportError.ts';
import { runFigures } from '../runs/runFigures.ts';
import { testWords } from '../runs/runWords.ts';
import type { JobKind } from './jobProgress.ts';

/** The error of a job that was stopped before it had a result. */
export class JobStoppedError extends Error {
  override readonly name = 'JobStoppedError';
}

export interface EndedJob {
  readonly kind: JobKind;
  /** Of the experiment. */
  readonly title: string;
  /** The split that the job evaluates. */
  readonly split: EvaluatedSplit;
  /** As it is stored now; undefined if there is none. */
  readonly run: Run | undefined;
  /** The result of an evaluation on other data than the run's. */
  readonly otherData?: StoredEvaluation | undefined;
}

/** The message to the user at the end of a job, with its buttons. */
export interface JobMessage {
  readonly severity: 'information' | 'error';
  readonly text: string;
  readonly offers: readonly JobOffer[];
}

export type JobOffer =
  'Evaluate on Other Data' | 'Open Dashboard' | 'Resume' | 'Train Again' | 'Evaluate' | 'Evaluate Again' | 'Show Log';

export function endMessage({ kind, title, split, run, otherData }: EndedJob): JobMessage {
  if (otherData) {
    const accuracy = decimals(otherData.classification.accuracy, 3);
    const text = `${title}, other data (${split}, ${counted(otherData.sentences, 'text')}): accuracy ${accuracy}. The run's own evaluation is kept.`;
    return { severity: 'information', text, offers: [] };
  }
  if (kind !== 'evaluate' && run?.status === 'stopped') {
    // Links in place of buttons: VS Code hides a message without buttons by itself, so that it does not stay while the run is trained again.
    const target = { run: run.directory };
    const resume = commandLink('Resume', 'safr.resume', target);
    const dashboard = commandLink('Open Dashboard', 'safr.openDashboard', target);
    const text = `${title}: ${run.record.reason ?? 'stopped'}. What is trained is kept. ${resume} · ${dashboard}`;
    return { severity: 'information', text, offers: [] };
  }
  const test = split === 'test' && run ? runFigures(run).test : null;
  return {
    severity: 'information',
    text: `${title}: ${test ? testWords(test) : `evaluated on ${split}`}`,
    offers: ['Open Dashboard'],
  };
}

/** The message about a job that failed or was stopped. */
export function failureMessage(ended: EndedJob, error: unknown): JobMessage {
  if (error instanceof JobStoppedError) return cancelMessage(ended);
  const action = ended.kind === 'evaluate' ? `Evaluating ${ended.title}` : `Training ${ended.title}`;
  if (error instanceof UserError) {
    const offers: JobOffer[] =
      error instanceof OtherDataError && ended.kind === 'evaluate' ? ['Evaluate on Other Data'] : [];
    return { severity: 'error', text: toastText(error, action), offers };
  }
  const again = offerAfterFailure(ended);
  if (error instanceof ComputeEnded) {
    const kept = again === 'Resume' ? ' All finished epochs are kept.' : '';
    return {
      severity: 'error',
      text: `The process ended: ${error.reason}.${kept} (${action})`,
      offers: [again, 'Show Log'],
    };
  }
  return { severity: 'error', text: toastText(error, action), offers: ['Show Log'] };
}

function cancelMessage({ kind, title, run }: EndedJob): JobMessage {
  if (kind === 'evaluate') {
    return { severity: 'information', text: `${title}: the evaluation was stopped; nothing was written.`, offers: [] };
  }
  if (run?.status === 'finished') {
    const text = `${title} is trained; its evaluation was stopped.`;
    return { severity: 'information', text, offers: ['Evaluate', 'Open Dashboard'] };
  }
  return { severity: 'information', text: `${title}: stopped before its first step.`, offers: [] };
}

function offerAfterFailure({ kind, run }: EndedJob): JobOffer {
  if (kind === 'evaluate' || run?.status === 'finished') return 'Evaluate Again';
  return run?.hasCheckpoint ? 'Resume' : 'Train Again';
}
