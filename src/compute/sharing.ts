import { importRun } from '../core/bundle/importRun.ts';
import { exportBundle } from '../core/workflow/exportBundle.ts';
import { exportHuggingface } from '../core/workflow/exportHuggingface.ts';
import { exportOnnx } from '../core/workflow/exportOnnx.ts';
import { defaultReportLines, defaultReportNeurons, saveReport } from '../core/workflow/saveReport.ts';
import { openDevice } from '../engine/openDevice.ts';
import type { Handlers } from './handler.ts';

export const sharingHandlers: Pick<
  Handlers,
  'saveReport' | 'exportRun' | 'exportOnnx' | 'exportHuggingface' | 'importRun'
> = {
  saveReport: ({ path, ...params }, { signal }) =>
    saveReport(path, { ...params, lines: defaultReportLines, neurons: defaultReportNeurons, openDevice, signal }),
  exportRun: ({ path, ...params }, { signal }) => exportBundle(path, { ...params, openDevice, signal }),
  exportOnnx: async ({ directory, path }) => {
    await exportOnnx(directory, path);
    return { path };
  },
  exportHuggingface: async ({ directory, path }) => {
    await exportHuggingface(directory, path);
    return { path };
  },
  importRun: async ({ path, runsDirectory }) => ({ directory: await importRun(path, runsDirectory) }),
};
