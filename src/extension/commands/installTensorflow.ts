import * as vscode from 'vscode';
import { UserError } from '../../common/userError.ts';
import { installedFolder, tensorflowVersion } from '../../engine/tensorflow/nativePackage.ts';
import { checkTrusted } from '../compute/trust.ts';
import { reportError } from '../reportError.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { installNative } from '../../client/tensorflow/installNative.ts';
import { variantsFor, type Variant } from '../../client/tensorflow/variants.ts';

/** Installs TensorFlow's native library, which the device `tensorflow` uses from then on. */
export function registerInstallTensorflow(studio: Studio): void {
  let installation: AbortController | null = null;
  const install = async () => {
    if (installation) return void vscode.window.showInformationMessage('TensorFlow is already being installed.');
    installation = new AbortController();
    await installTensorflow(studio, installation).finally(() => (installation = null));
  };
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.installTensorflow', install),
    { dispose: () => installation?.abort() }, // npm must not outlive the window
  );
}

async function installTensorflow(studio: Studio, abort: AbortController): Promise<void> {
  try {
    checkTrusted();
    const variant = await chooseVariant();
    if (!variant) return;
    const verified = await withProgress(studio, variant, abort);
    studio.log.info(`installed ${variant.package} in ${installedFolder()}, where safr finds it as well`);
    await showInstalled(verified);
  } catch (error) {
    if (!abort.signal.aborted) await reportError(studio.log, 'TensorFlow was not installed', error);
  }
}

/** Undefined if the user chooses none. Errors: UserError if there is none for this machine. */
async function chooseVariant(): Promise<Variant | undefined> {
  const { platform, arch } = process;
  const variants = variantsFor(platform, arch);
  if (variants.length === 0) {
    throw new UserError(`there is no package for ${platform} on ${arch}`, 'The device wasm is fast on every machine.');
  }
  const items = variants.map((variant) => {
    const { label, package: name, detail } = variant;
    return { label, description: `${name} ${tensorflowVersion}`, detail, variant };
  });
  const options = {
    title: 'Install TensorFlow Backend',
    placeHolder: 'Where should TensorFlow compute? It is installed for SAFR Studio only.',
  };
  return (await vscode.window.showQuickPick(items, options))?.variant;
}

/** Resolves to a sentence about what was verified. */
function withProgress(studio: Studio, { package: name }: Variant, abort: AbortController): Thenable<string> {
  const { log, context } = studio;
  const { signal } = abort;
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Installing ${name} ${tensorflowVersion}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, (notification, token) => {
    token.onCancellationRequested(() => abort.abort());
    const onLine = (line: string) => {
      if (line.trim() !== '') log.info(`TensorFlow: ${line}`);
    };
    const onStep = (text: string) => {
      onLine(text);
      notification.report({ message: text });
    };
    return installNative({ name, dist, signal, onStep, onLine });
  });
}

async function showInstalled(verified: string): Promise<void> {
  const use = 'Use for Trainings';
  const message = `${verified}; the device tensorflow now uses it.`;
  const offers = settings().device === 'tensorflow' ? [] : [use];
  if ((await vscode.window.showInformationMessage(message, ...offers)) !== use) return;
  await vscode.workspace.getConfiguration('safr').update('device', 'tensorflow', vscode.ConfigurationTarget.Global);
}
