import * as vscode from 'vscode';
import { describeReading, previewLines, proposeReading, type Proposal } from '../../core/dataset/proposal.ts';
import { dataExtensions } from '../../core/dataset/reading/syntax.ts';
import type { FileHead } from '../../core/dataset/readHead.ts';
import type { OwnFile } from './experimentText.ts';
import { pathFrom } from './pathFrom.ts';

const extensions = [...dataExtensions, 'gz', 'zip'];
/** Files that are offered. */
const maxFiles = 500;

/** Asks for a data file, shows how it is read, and asks for its columns. Errors: UserError if the file cannot be read. */
export async function chooseOwnFile(folder: string, title: string): Promise<OwnFile | undefined> {
  const uri = await chooseFile(title);
  const proposal = uri && (await confirmReading(uri.fsPath, title));
  if (!proposal) return undefined;
  const { head, encoding, columns } = proposal;
  const textColumn = await chooseColumn(head, head.columns, proposal.textColumn, `${title}: Text Column`, 'text');
  if (textColumn === undefined) return undefined;
  const others = head.columns.filter((column) => column !== textColumn);
  const likely = proposal.labelColumn === textColumn ? proposal.textColumn : proposal.labelColumn;
  const labelColumn = await chooseColumn(head, others, likely, `${title}: Label Column`, 'class');
  if (labelColumn === undefined) return undefined;
  return { path: pathFrom(folder, uri.fsPath), encoding, columns, textColumn, labelColumn };
}

async function chooseFile(title: string): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(
    `**/*.{${extensions.join(',')}}`,
    '**/{node_modules,.safr,.vscode}/**',
    maxFiles,
  );
  const items = found
    .filter(({ path }) => !/\.safr\.json$|\/(package(-lock)?|tsconfig)\.json$/.test(path))
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const browse = { label: '$(folder-opened) Browse…', uri: undefined };
  const options = { title: `${title}: File`, placeHolder: 'Which file holds the training rows?' };
  const choice = items.length === 0 ? browse : await vscode.window.showQuickPick([...items, browse], options);
  if (choice !== browse) return choice?.uri;
  const filters = { 'Rows of text': extensions };
  return (await vscode.window.showOpenDialog({ filters, title: options.title, openLabel: 'Use' }))?.[0];
}

interface ReadingItem extends vscode.QuickPickItem {
  readonly action?: 'use' | 'toggleHeader';
}

/** Shows the first rows as they will be read, until the user takes them; a first line may be made a row or a header. */
async function confirmReading(path: string, title: string): Promise<Proposal | undefined> {
  let proposal = await proposeReading(path);
  for (;;) {
    const choice = await vscode.window.showQuickPick(readingItems(proposal), {
      title: `${title}: First Rows`,
      placeHolder: describeReading(proposal.head),
    });
    if (!choice) return undefined;
    if (choice.action !== 'toggleHeader') return proposal;
    proposal = await proposeReading(path, proposal.columns !== undefined);
  }
}

function readingItems({ head, columns }: Proposal): ReadingItem[] {
  const [names = '', ...rows] = previewLines(head);
  const isTable = head.file.syntax?.kind === 'table';
  const toggle = columns ? 'The first line is a header' : 'The first line is a row: the file has no header';
  return [
    { label: '$(check) Read it like this', description: describeReading(head), action: 'use' },
    ...(isTable ? [{ label: `$(list-selection) ${toggle}`, action: 'toggleHeader' as const }] : []),
    { label: names, kind: vscode.QuickPickItemKind.Separator },
    ...rows.map((label) => ({ label, action: 'use' as const })),
    ...head.findings.map(({ message }) => ({ label: `$(info) ${message}`, action: 'use' as const })),
  ];
}

/** The likeliest stands first, each with what its first rows hold. */
async function chooseColumn(
  head: FileHead,
  columns: readonly string[],
  likely: string | undefined,
  title: string,
  content: 'text' | 'class',
): Promise<string | undefined> {
  const items = columns
    .map((label) => ({ label, detail: examples(head, label) }))
    .sort((a, b) => Number(b.label === likely) - Number(a.label === likely));
  const options = { title, placeHolder: `Which column holds the ${content}?` };
  return (await vscode.window.showQuickPick(items, options))?.label;
}

/** Some values of a column, different ones. */
function examples({ columns, rows }: FileHead, column: string): string {
  const values = new Set(rows.map((row) => row[columns.indexOf(column)] ?? ''));
  return [...values].slice(0, 4).join(' · ').replace(/\s+/g, ' ').slice(0, 120);
}
