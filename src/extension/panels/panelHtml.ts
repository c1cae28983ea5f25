import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** A panel's name in `src/protocol`, `src/extension/panels` and `webview`. */
export type PanelName = 'compare' | 'dashboard' | 'dataTable' | 'neurons' | 'runTable' | 'sweep';

/** The document of a panel: its script and style from dist/webview and nothing from elsewhere. */
export function panelHtml(webview: Webview, extensionUri: Uri, panel: PanelName, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(webviewFolder(extensionUri), name)).toString();
  // Styles: the toolkit and chart.js set them from script. Images: charts are exported by way of canvases.
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="stylesheet" href="${file(`${panel}.css`)}">
</head>
<body>
  <script type="module" nonce="${nonce}" src="${file(`${panel}.js`)}"></script>
</body>
</html>`;
}

/** The only folder a panel may load from. */
export function webviewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}
