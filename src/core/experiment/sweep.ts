import { findNodeAtLocation, getLocation, getNodeValue, type JSONPath, type Node } from 'jsonc-parser';
import type { ExperimentCheck, ExperimentProblem } from './problem.ts';
import { schemaAt } from './allowedValues.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import { experimentJsonSchema } from './schema.ts';
import { sweepablePaths } from './sweepFields.ts';

/** Values of fields by their dotted paths, such as { "safr.preset": "plain", "seed": 2 }. */
export type Settings = Readonly<Record<string, unknown>>;
type Grid = Readonly<Record<string, readonly unknown[]>>;

const most = 1000;

/** Every combination of a grid's values, in the order of the file, the last field changing fastest. */
export function combinations(grid: Grid): Settings[] {
  let all: Settings[] = [{}];
  for (const [path, values] of Object.entries(grid)) {
    all = all.flatMap((settings) => values.map((value) => ({ ...settings, [path]: value })));
  }
  return all;
}

/** An experiment document without its sweep, with these values in place of its own. */
export function withSettings(document: unknown, settings: Settings): Record<string, unknown> {
  const changed = structuredClone(document) as Record<string, unknown>;
  delete changed['sweep'];
  for (const [path, value] of Object.entries(settings)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce((object, key) => (object[key] ??= {}) as Record<string, unknown>, changed);
    parent[last] = value;
  }
  return changed;
}

/** What a problem is said of: where, how long, what, and who found it. */
type Told = Pick<ExperimentProblem, 'message' | 'by'> & { readonly node: Node };

/**
 * What is wrong with the sweep of a document that is otherwise an experiment: each combination is checked as a file of its own would
 * be by `check`, and told of at the value that makes it wrong.
 */
export function sweepProblems(root: Node, check: (text: string) => Pick<ExperimentCheck, 'problems'>): Told[] {
  const node = findNodeAtLocation(root, ['sweep']);
  if (!node) return [];
  const document: unknown = getNodeValue(root);
  const grid = getNodeValue(node) as Grid;
  const found = [...unknownPaths(node), ...repetitions(node, grid), ...tooMany(node, grid)];
  if (found.length > 0) return found;
  const told = new Map<string, Told>();
  for (const settings of combinations(grid)) {
    const text = JSON.stringify(withSettings(document, settings));
    for (const { offset, message, by } of check(text).problems) {
      const { path, isAtPropertyKey } = getLocation(text, offset);
      const value = placeOf(root, grid, settings, path) ?? node;
      const place = isAtPropertyKey && value.parent?.type === 'property' ? value.parent.children![0]! : value;
      told.set(`${place.offset} ${message}`, { node: place, message, by });
    }
  }
  return [...told.values()];
}

function unknownPaths(node: Node): Told[] {
  const schema = experimentJsonSchema();
  const known = sweepablePaths(schema);
  return (node.children ?? []).flatMap(({ children }) => {
    const key = children![0]!;
    const path = key.value as string;
    if (known.has(path)) return [];
    const exists = schemaAt(schema, undefined, path.split('.')) !== null;
    const what = exists
      ? `${path} cannot be swept over: it changes no result`
      : `unknown key sweep["${path}"]; allowed: dotted paths of fields${didYouMean(path, [...known.keys()])}`;
    return [{ node: key, message: what, by: 'schema' as const }];
  });
}

function repetitions(node: Node, grid: Grid): Told[] {
  return Object.entries(grid).flatMap(([path, values]) => {
    const texts = values.map((value) => JSON.stringify(value));
    const again = texts.findIndex((text, i) => texts.indexOf(text) < i);
    if (again < 0) return [];
    const message = `sweep["${path}"] has ${texts[again]!} twice; allowed: values without repetition`;
    return [{ node: findNodeAtLocation(node, [path, again])!, message, by: 'rule' as const }];
  });
}

function tooMany(node: Node, grid: Grid): Told[] {
  const count = Object.values(grid).reduce((product, values) => product * values.length, 1);
  if (count <= most) return [];
  return [{ node, message: `sweep has ${count} combinations; allowed: at most ${most}`, by: 'rule' }];
}

/** The value in the sweep that stands at `path` of the combination, or the one nearest to it. */
function placeOf(root: Node, grid: Grid, settings: Settings, path: JSONPath): Node | undefined {
  const wrong = path.join('.');
  const within = (a: string, b: string) => a === b || a.startsWith(`${b}.`);
  const fields = Object.keys(settings);
  const field =
    fields.find((own) => within(wrong, own)) ??
    fields.findLast((own) => within(own, wrong)) ??
    fields.findLast((own) => own.split('.')[0] === path[0]);
  if (field === undefined) return undefined;
  const at = ['sweep', field, grid[field]!.indexOf(settings[field])];
  const inner = within(wrong, field) ? path.slice(field.split('.').length) : [];
  return findNodeAtLocation(root, [...at, ...inner]) ?? findNodeAtLocation(root, at);
}
