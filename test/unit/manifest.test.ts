import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}
interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly MenuItem[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
  readonly activationEvents: readonly string[];
}

const { contributes, activationEvents } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { commands, menus, keybindings, views, viewsWelcome, walkthroughs, configuration } = contributes;
const sources = readdirSync('src/extension', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src/extension', name), 'utf8'))
  .join('\n');
const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);

/** First groups of all matches in the extension's sources. */
const inSources = (pattern: RegExp) => Array.from(sources.matchAll(pattern), ([, found]) => found!);
const sorted = (texts: Iterable<string>) => [...texts].sort();
const declared = commands.map(({ command }) => command);
const linked = (text: string) => Array.from(text.matchAll(/\(command:([\w.]+)/g), ([, command]) => command!);
const own = (command: string) => command.startsWith('safr.');

describe('declared is registered:', () => {
  test('each command is registered exactly once, and no other is', () => {
    expect(sorted(inSources(/registerCommand\(\s*'([^']+)'/g))).toEqual(sorted(declared));
  });

  test('each setting is read, and no other is', () => {
    const read = readFileSync('src/extension/settings.ts', 'utf8').matchAll(/\.get(?:<[^>]*>)?\('([^']+)'/g);
    const names = Array.from(read, ([, name]) => `safr.${name}`);
    expect(sorted(names)).toEqual(sorted(Object.keys(configuration.properties)));
  });

  test('each view has its tree, and no other has', () => {
    const ids = Object.values(views).flatMap((some) => some.map(({ id }) => id));
    expect(inSources(/createTreeView\(\s*'([^']+)'/g)).toEqual(ids);
    expect(ids).toEqual(expect.arrayContaining(viewsWelcome.map(({ view }) => view)));
  });

  test('each panel that VS Code opens anew has its serializer', () => {
    const panels = activationEvents.flatMap((event) => /^onWebviewPanel:(.+)/.exec(event)?.[1] ?? []);
    expect(sources).toContain('registerWebviewPanelSerializer');
    for (const panel of panels) expect(sources).toContain(`'${panel}'`);
  });
});

describe('what is declared fits together:', () => {
  test('menus, keys, welcome and walkthrough name declared commands only', () => {
    const texts = [...viewsWelcome.map(({ contents }) => contents), ...steps.map(({ description }) => description)];
    const events = steps.flatMap(({ completionEvents }) => completionEvents);
    const named = [
      ...Object.values(menus).flatMap((items) => items.map(({ command }) => command)),
      ...keybindings.map(({ command }) => command),
      ...texts.flatMap(linked).filter(own),
      ...events.flatMap((event) => /^onCommand:(.+)/.exec(event)?.[1] ?? []),
    ];
    expect(named.filter((command) => !declared.includes(command))).toEqual([]);
    expect(named.length).toBeGreaterThan(30);
  });

  test('the sources call declared commands only', () => {
    const called = inSources(/(?:executeCommand\(|command: )\s*'(safr\.[^']+)'/g);
    expect(called.filter((command) => !declared.includes(command))).toEqual([]);
    expect(called.length).toBeGreaterThan(0);
  });

  test('every command but those that always make sense is hidden from the palette somewhen', () => {
    const hidden = menus.commandPalette!.map(({ command }) => command);
    expect(sorted(declared.filter((command) => !hidden.includes(command)))).toEqual([
      'safr.newExperiment',
      'safr.showLog',
    ]);
  });

  test('each context key of a `when` clause is set by the sources', () => {
    const clauses = [
      ...Object.values(menus).flatMap((items) => items.map(({ when }) => when ?? '')),
      ...keybindings.map(({ when }) => when ?? ''),
      ...viewsWelcome.map(({ when }) => when),
      ...commands.map(({ enablement }) => enablement ?? ''),
      ...steps.flatMap(({ completionEvents }) => completionEvents.filter((event) => event.startsWith('onContext:'))),
    ];
    const panels = activationEvents.flatMap((event) => /^onWebviewPanel:(.+)/.exec(event)?.[1] ?? []);
    const ids = [...Object.values(views).flatMap((some) => some.map(({ id }) => id)), ...panels];
    const keys = new Set(
      clauses.flatMap((clause) => clause.match(/safr\.\w+/g) ?? []).filter((key) => !ids.includes(key)),
    );
    expect(keys.size).toBeGreaterThan(5);
    const set = inSources(/(?:setContext\(|'setContext',)\s*'(safr\.[^']+)'/g);
    expect([...keys].filter((key) => !set.includes(key))).toEqual([]);
    expect(set.filter((key) => !keys.has(key))).toEqual([]);
  });

  test('each word that a menu looks for in an item of the view or a row of a table is one that these have', () => {
    const items = [...menus['view/item/context']!, ...menus['webview/context']!];
    const words = items.flatMap(({ when }) =>
      /(?:viewItem|webviewSection) =~ \/\\b\(?([\w|]+)/.exec(when ?? '')![1]!.split('|'),
    );
    const view = ['runsView', 'runContext']
      .map((name) => readFileSync(`src/extension/views/${name}.ts`, 'utf8'))
      .join();
    const given = Array.from(view.matchAll(/'([a-z ]+)'/g), ([, text]) => text!.split(' ')).flat();
    expect(words.filter((word) => !given.includes(word))).toEqual([]);
  });

  test('files that are named are there', () => {
    for (const { media } of steps) expect(existsSync(media.svg), media.svg).toBe(true);
    expect(steps).toHaveLength(6);
    for (const { completionEvents } of steps) expect(completionEvents.length).toBeGreaterThan(0);
  });

  test('the icon has the size that its name says', () => {
    const sizes = [128, 256].map((size) => {
      const header = readFileSync(`media/icon-${size}.png`);
      expect(header.toString('latin1', 1, 4)).toBe('PNG');
      return [header.readUInt32BE(16), header.readUInt32BE(20)];
    });
    expect(sizes).toEqual([
      [128, 128],
      [256, 256],
    ]);
  });

  test('a step of the walkthrough is done when its result is there, not when its link was clicked', () => {
    const events = steps.flatMap(({ completionEvents }) => completionEvents);
    expect(events.filter((event) => !event.startsWith('onContext:'))).toEqual([]);
  });

  test('a link of the walkthrough does something in a workspace that is not trusted', () => {
    const disabled = commands.filter(({ enablement }) => enablement).map(({ command }) => command);
    const links = steps.flatMap(({ description }) => linked(description));
    expect(links.filter((command) => disabled.includes(command))).toEqual([]);
  });
});
