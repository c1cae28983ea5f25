// The only module that imports the toolkit: it is frozen upstream, and may have to be replaced.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Registers the elements that the panels use, those of toolkitElements.d.ts; the others are left out of the bundles. */
export function registerToolkit(): void {
  const elements = [vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodeTextArea, vsCodeTextField];
  provideVSCodeDesignSystem().register(...elements.map((element) => element()));
}
