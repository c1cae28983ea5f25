import { exportRun } from '../bundle/exportRun.ts';
import { makeReport, reportLines, type ReportOptions, type SavedReport } from './saveReport.ts';

/** Writes a run with its report as one archive. Errors: as `saveReport` and `exportRun`. */
export async function exportBundle(path: string, options: Omit<ReportOptions, 'lines'>): Promise<SavedReport> {
  const { text, whyNoLines } = await makeReport({ ...options, lines: reportLines });
  await exportRun(options.directory, text, path);
  return { path, whyNoLines };
}
