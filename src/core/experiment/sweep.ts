import { findNodeAtLocation, getLocation, getNodeValue, type JSONPath, type Node } from 'jsonc-parser';
import type { ExperimentCheck, ExperimentProblem } from './problem.ts';
import { schemaAt } from './allowedValues.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import { experimentJsonSchema } from './schema.ts';
import { sweepablePaths } from './sweepFields.ts';

/** Values of fields, keyed by their dotted paths, such as { "safr.preset": "plain", "seed": 2 }. */
export type Settings = Readonly<Record<string, unknown>>;
type Grid = Readonly<Record<string, readonly unknown[]>>;

const maxCombinations = 1000;

/** All combinations of a grid's values, in the order of the file; the last field changes fastest. */
export function combinations(grid: Grid): Settings[] {
  let all: Settings[] = [{}];
  for (const [path, values] of Object.entries(grid)) {
    all = all.flatMap((settings) => values.map((value) => ({ ...settings, [path]: value })));
  }
  return all;
}

/** A copy of an experiment document without its sweep, with some values replaced. */
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

/** A problem and the node of the document at which it is shown. */
type SweepProblem = Pick<ExperimentProblem, 'message' | 'by'> & { readonly node: Node };

/**
 * Finds the problems of the sweep in a document that is otherwise a valid experiment. `check` is called for every combination, as for a file
 * of its own; its problems are shown at the value in the sweep that causes them.
 */
export function sweepProblems(root: Node, check: (text: string) => Pick<ExperimentCheck, 'problems'>): SweepProblem[] {
  const node = findNodeAtLocation(root, ['sweep']);
  if (!node) return [];
  const document: unknown = getNodeValue(root);
  const grid = getNodeValue(node) as Grid;
  const gridProblems = [...unknownPaths(node), ...repetitions(node, grid), ...tooMany(node, grid)];
  if (gridProblems.length > 0) return gridProblems;
  const problems = new Map<string, SweepProblem>();
  for (const settings of combinations(grid)) {
    const text = JSON.stringify(withSettings(document, settings));
    for (const { offset, message, by } of check(text).problems) {
      const { path, isAtPropertyKey } = getLocation(text, offset);
      const value = findSweptValue(root, grid, settings, path) ?? node;
      const target = isAtPropertyKey && value.parent?.type === 'property' ? value.parent.children![0]! : value;
      problems.set(`${target.offset} ${message}`, { node: target, message, by });
    }
  }
  return [...problems.values()];
}

function unknownPaths(node: Node): SweepProblem[] {
  const schema = experimentJsonSchema();
  const allowedPaths = sweepablePaths(schema);
  return (node.children ?? []).flatMap(({ children }) => {
    const key = children![0]!;
    const path = key.value as string;
    if (allowedPaths.has(path)) return [];
    const exists = schemaAt(schema, undefined, path.split('.')) !== null;
    const message = exists
      ? `${path} cannot be swept over: it changes no result`
      : `unknown key sweep["${path}"]; allowed: dotted paths of fields${didYouMean(path, [...allowedPaths.keys()])}`;
    return [{ node: key, message: message, by: 'schema' as const }];
  });
}

function repetitions(node: Node, grid: Grid): SweepProblem[] {
  return Object.entries(grid).flatMap(([path, values]) => {
    const texts = values.map((value) => JSON.stringify(value));
    const repeated = texts.findIndex((text, i) => texts.indexOf(text) < i);
    if (repeated < 0) return [];
    const message = `sweep["${path}"] has ${texts[repeated]!} twice; allowed: values without duplicates`;
    return [{ node: findNodeAtLocation(node, [path, repeated])!, message, by: 'rule' as const }];
  });
}

function tooMany(node: Node, grid: Grid): SweepProblem[] {
  const count = Object.values(grid).reduce((product, values) => product * values.length, 1);
  if (count <= maxCombinations) return [];
  return [{ node, message: `sweep has ${count} combinations; allowed: at most ${maxCombinations}`, by: 'rule' }];
}

/** Finds the value in the sweep that is at `path` of a combination, or the one closest to it. */
function findSweptValue(root: Node, grid: Grid, settings: Settings, path: JSONPath): Node | undefined {
  const wrong = path.join('.');
  const within = (a: string, b: string) => a === b || a.startsWith(`${b}.`);
  const fields = Object.keys(settings);
  const field =
    fields.find((name) => within(wrong, name)) ??
    fields.findLast((name) => within(name, wrong)) ??
    fields.findLast((name) => name.split('.')[0] === path[0]);
  if (field === undefined) return undefined;
  const at = ['sweep', field, grid[field]!.indexOf(settings[field])];
  const inner = within(wrong, field) ? path.slice(field.split('.').length) : [];
  return findNodeAtLocation(root, [...at, ...inner]) ?? findNodeAtLocation(root, at);
}
