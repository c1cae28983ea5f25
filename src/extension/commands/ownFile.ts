import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { defaultReading, readHead, type FileHead } from '../../core/dataset/readHead.ts';
import { guessColumns, type OwnFile } from './experimentText.ts';

const extensions = ['tsv', 'csv', 'jsonl', 'ndjson'];
/** Limits: files offered, and rows read for the choice of columns. */
const [maxFiles, sampledRows] = [500, 50];

/** Asks for a data file and its columns. Errors: UserError if the file cannot be read. */
export async function chooseOwnFile(folder: string, title: string): Promise<OwnFile | undefined> {
  const uri = await chooseFile(title);
  if (!uri) return undefined;
  const head = await readHead(uri.fsPath, defaultReading, sampledRows);
  const guess = guessColumns(head);
  const textColumn = await chooseColumn(
    head,
    head.columns,
    guess.text,
    `${title}: Text Column`,
    'Which column holds the text?',
  );
  if (textColumn === undefined) return undefined;
  const others = head.columns.filter((column) => column !== textColumn);
  const label = guess.label === textColumn ? guess.text : guess.label;
  const labelColumn = await chooseColumn(
    head,
    others,
    label,
    `${title}: Label Column`,
    'Which column holds the class?',
  );
  return labelColumn === undefined ? undefined : { path: pathFrom(folder, uri.fsPath), textColumn, labelColumn };
}

async function chooseFile(title: string): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(
    `**/*.{${extensions.join(',')}}`,
    '**/{node_modules,.safr}/**',
    maxFiles,
  );
  const items = found
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const browse = { label: '$(folder-opened) Browse…', uri: undefined };
  const options = { title: `${title}: File`, placeHolder: 'Which file holds the training rows?' };
  const choice = items.length === 0 ? browse : await vscode.window.showQuickPick([...items, browse], options);
  if (choice !== browse) return choice?.uri;
  const filters = { 'TSV, CSV, JSONL': extensions };
  return (await vscode.window.showOpenDialog({ filters, title: options.title, openLabel: 'Use' }))?.[0];
}

/** The most likely column comes first, each with examples from its first rows. */
async function chooseColumn(
  head: FileHead,
  columns: readonly string[],
  likely: string | undefined,
  title: string,
  placeHolder: string,
): Promise<string | undefined> {
  const items = columns
    .map((label) => ({ label, detail: examples(head, label) }))
    .sort((a, b) => Number(b.label === likely) - Number(a.label === likely));
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.label;
}

/** Some distinct values of a column. */
function examples({ columns, rows }: FileHead, column: string): string {
  const values = new Set(rows.map((row) => row[columns.indexOf(column)] ?? ''));
  return [...values].slice(0, 4).join(' · ').replace(/\s+/g, ' ').slice(0, 120);
}

/** Relative if the file is in the folder; with slashes, which every system accepts. */
function pathFrom(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') ? path : inside.split(sep).join('/');
}
