// The only module that imports the toolkit: it is frozen upstream, and may have to be replaced.
import { allComponents, provideVSCodeDesignSystem } from '@vscode/webview-ui-toolkit';

/** Registers the toolkit's elements, `<vscode-button>` and the like. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(allComponents);
}
