import * as vscode from 'vscode';
import { abortSignal } from '../abortSignal.ts';
import type { Studio } from '../studio.ts';
import { settings } from '../settings.ts';
import { documentOf, documentScheme, documentText } from './datasetUri.ts';

/** Serves the texts of data sets without files of their own as read-only documents. */
export function registerDatasetDocuments(studio: Studio): void {
  const provider: vscode.TextDocumentContentProvider = {
    async provideTextDocumentContent(uri, token) {
      const { directory, split } = documentOf(uri);
      const { cacheDir } = settings(vscode.Uri.file(directory));
      return documentText(await studio.inference.request('texts', { directory, split, cacheDir }, abortSignal(token)));
    },
  };
  studio.context.subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(documentScheme, provider));
}
