import { exportRun } from '../bundle/exportRun.ts';
import { makeReport, defaultReportLines, type ReportOptions, type SavedReport } from './saveReport.ts';

/** Writes a run and its report as an archive. Errors: as `saveReport` and `exportRun`. */
export async function exportBundle(
  path: string,
  options: Omit<ReportOptions, 'lines' | 'neurons'>,
): Promise<SavedReport> {
  const { text, whyNoLines } = await makeReport({ ...options, lines: defaultReportLines, neurons: 0 });
  await exportRun(options.directory, text, path);
  return { path, whyNoLines };
}
