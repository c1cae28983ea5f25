import * as vscode from 'vscode';
import { shownMarks } from '../../core/dataset/rationale.ts';
import { UserError } from '../../common/userError.ts';
import { abortSignal } from '../abortSignal.ts';
import { unfinishedWords } from '../runs/explainingRun.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { dataDocument, dataSelector, readDataLine, type DataDocument } from './dataLines.ts';
import { hoverCommands, hoverMarkdown, untrainedMarkdown } from './hoverMarkdown.ts';
import { markdownText } from './markdownText.ts';

/** Explains the data line under the pointer. */
export function registerDataHover(studio: Studio): void {
  const provider: vscode.HoverProvider = {
    async provideHover(document, position, token) {
      if (!settings(document.uri).hover || !vscode.workspace.isTrusted) return undefined;
      const data = dataDocument(studio, document.uri);
      const markdown = data && (await hoverOf(studio, data, document, position.line, abortSignal(token)));
      if (!data || markdown === undefined) return undefined;
      return new vscode.Hover(rich(markdown), rangeOf(document, data, position.line));
    },
  };
  studio.context.subscriptions.push(vscode.languages.registerHoverProvider(dataSelector, provider));
}

/** All lines of the row. */
function rangeOf(document: vscode.TextDocument, { dataset }: DataDocument, line: number): vscode.Range {
  const row = readDataLine(document, line, dataset);
  const last = document.lineAt(row?.lastLine ?? line).range;
  return new vscode.Range(new vscode.Position(row?.firstLine ?? line, 0), last.end);
}

async function hoverOf(
  studio: Studio,
  { dataset, run, experiment }: DataDocument,
  document: vscode.TextDocument,
  lineNumber: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const line = readDataLine(document, lineNumber, dataset);
  if (!line) return undefined;
  if (!run) return untrainedMarkdown(experiment);
  const { text, label, rationales } = line;
  try {
    const explanation = await studio.inference.request('explain', { directory: run.directory, text }, signal);
    const { directory } = run;
    const by = { name: studio.runs.nameOf(run), missing: unfinishedWords(run), directory };
    return hoverMarkdown({ explanation, text, label, marked: shownMarks(rationales), run: by });
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof UserError)) studio.log.error(error as Error);
    return `This line cannot be explained: ${markdownText((error as Error).message)}`;
  }
}

function rich(markdown: string): vscode.MarkdownString {
  const string = new vscode.MarkdownString(markdown);
  string.supportHtml = true;
  string.isTrusted = { enabledCommands: hoverCommands };
  return string;
}
