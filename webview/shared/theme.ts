import { signal, type ReadonlySignal } from '@preact/signals';

/** The editor's colours, resolved, as a canvas needs them. */
export interface Theme {
  readonly highContrast: boolean;
  readonly light: boolean;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  /** Of tooltips. */
  readonly widget: string;
  readonly widgetBorder: string;
  /** CSS font family. */
  readonly font: string;
  /** Colours of runs, by slot. */
  readonly runs: readonly string[];
}

/** The theme at this moment. */
function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const color = (...names: readonly string[]) =>
    names.map((name) => style.getPropertyValue(name).trim()).find((value) => value !== '') ?? 'transparent';
  const { classList } = document.body;
  const light = classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
  const highContrast = ['vscode-high-contrast', 'vscode-high-contrast-light'].some((name) => classList.contains(name));
  return {
    highContrast,
    light,
    background: color('--vscode-editor-background'),
    foreground: color('--vscode-foreground'),
    muted: color(highContrast ? '--vscode-foreground' : '--vscode-descriptionForeground', '--vscode-foreground'),
    grid: color('--safr-grid', '--vscode-charts-lines'),
    widget: color('--vscode-editorHoverWidget-background', '--vscode-editor-background'),
    widgetBorder: color('--vscode-editorHoverWidget-border', '--vscode-contrastBorder'),
    font: color('--vscode-font-family'),
    runs: [1, 2, 3, 4, 5, 6].map((slot) => color(`--safr-run-${slot}`)),
  };
}

let current: ReadonlySignal<Theme> | undefined;

/** The current theme. The component that calls this is rendered again when the user chooses another theme. */
export function useTheme(): Theme {
  return (current ??= followTheme()).value;
}

/** VS Code replaces the document's variables and the body's class when the user chooses another theme. */
function followTheme(): ReadonlySignal<Theme> {
  const theme = signal(readTheme());
  let isScheduled = false;
  const observer = new MutationObserver(() => {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      theme.value = readTheme();
    });
  });
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
  return theme;
}
