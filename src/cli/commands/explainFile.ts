import { once } from 'node:events';
import { resolve } from 'node:path';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { counted, grouped } from '../../common/format.ts';
import type { Finding } from '../../core/dataset/reading/finding.ts';
import { readTextsOf, type TextsOptions } from '../../core/dataset/textsOfFile.ts';
import type { AttributionMethod } from '../../core/evaluation/attribution/rankingNames.ts';
import { openExplainer, openFolderExplainer, type Explainer } from '../../core/workflow/explainer.ts';
import type { Device } from '../../engine/device.ts';
import { openDevice } from '../../engine/openDevice.ts';
import { interruptSignal } from '../interrupt.ts';
import type { DeviceFlags } from '../options.ts';
import { Bar, isWatched } from '../output/bar.ts';
import type { ExplainedRow } from '../output/explainedRow.ts';
import { explanationFormat, jsonLines } from '../output/explanationFile.ts';
import { findingLines } from '../output/findings.ts';
import { place } from '../output/place.ts';
import { note } from '../output/print.ts';

export interface ExplainFileOptions extends DeviceFlags, Pick<TextsOptions, 'dataset' | 'textColumn'> {
  /** Of the run or of the fine-tuned encoder. */
  readonly directory: string;
  /** The fine-tuned encoder; null for a run. */
  readonly folder: string | null;
  readonly input: string;
  /** By default standard output. */
  readonly output?: string;
  readonly by?: AttributionMethod;
}

/** Texts that are explained together; they make several batches of short texts. */
const textsPerGroup = 256;

/**
 * Explains every text of a file, in batches, and writes the explanations as they are made; a file only as a whole. Errors: UserError for an input
 * that cannot be read or an output that cannot be written.
 */
export async function explainFile(options: ExplainFileOptions): Promise<void> {
  const { output, device: name, threads } = options;
  const encode = output === undefined ? jsonLines : explanationFormat(output);
  const signal = interruptSignal(`stopping${output === undefined ? '' : '; nothing is written'}.`);
  const counts = { explained: 0, empty: 0, withoutTokens: 0 };
  const bar = isWatched() && output !== undefined ? new Bar() : null;
  const device = await openDevice(name ?? 'auto', { threads });
  try {
    const explainer = await open(options, device);
    const start = performance.now();
    const onProgress = () => bar?.show('explaining', 0, 0, `${grouped(counts.explained)} texts`);
    const content = encode(explainedRows(explainer, options, { counts, signal, onProgress }));
    if (output === undefined) await writeOut(content);
    else await atomicWrite(resolve(output), content);
    await explainer.close();
    bar?.clear();
    report(counts, (performance.now() - start) / 1000, output);
  } finally {
    bar?.clear();
    await device.close();
  }
}

/** To standard output, no faster than it is read; ends early where its reader does, as `head`. */
async function writeOut(content: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const bytes of content) if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

function open({ directory, folder, by }: ExplainFileOptions, device: Device): Promise<Explainer> {
  const attribution = by !== undefined;
  if (folder === null) return openExplainer(device, directory, { attribution });
  return openFolderExplainer(device, folder, { attribution });
}

interface Counts {
  explained: number;
  /** Rows without a text. */
  empty: number;
  /** Texts without a token. */
  withoutTokens: number;
}

interface Watch {
  readonly counts: Counts;
  readonly signal: AbortSignal;
  readonly onProgress: () => void;
}

async function* explainedRows(
  explainer: Explainer,
  { input, by, dataset, textColumn }: ExplainFileOptions,
  { counts, signal, onProgress }: Watch,
): AsyncGenerator<ExplainedRow[]> {
  const report = (finding: Finding) => note(...findingLines([finding]));
  const texts = { dataset, textColumn, report, onEmptyRow: () => counts.empty++ };
  for await (const rows of readTextsOf(input, texts)) {
    for (let at = 0; at < rows.length; at += textsPerGroup) {
      signal.throwIfAborted();
      const group = rows.slice(at, at + textsPerGroup);
      const explained = await explainer.explainAll(
        group.map(({ text }) => text),
        by,
      );
      const found = explained.flatMap((each, i) => (each ? [{ row: group[i]!, ...each }] : []));
      counts.explained += found.length;
      counts.withoutTokens += group.length - found.length;
      onProgress();
      yield found;
    }
  }
}

function report({ explained, empty, withoutTokens }: Counts, seconds: number, output: string | undefined): void {
  const left = [
    ...(empty ? [`${counted(empty, 'row')} without a text`] : []),
    ...(withoutTokens ? [`${counted(withoutTokens, 'text')} without a token`] : []),
  ];
  const rate = `${counted(explained, 'text')} explained, ${grouped(Math.round(explained / seconds))} per second`;
  note(`${rate}${left.length ? `; left out: ${left.join(', ')}` : ''}`);
  if (output !== undefined) note(`explanations  ${place(resolve(output))}`);
}
