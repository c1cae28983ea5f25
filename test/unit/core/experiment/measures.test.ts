import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { evaluationSchema } from '../../../../src/core/evaluation/evaluation.ts';
import { measureValue } from '../../../../src/core/evaluation/measureValue.ts';
import {
  expectedNames,
  labelOf,
  measure,
  measures,
  parseExpected,
  valueText,
  type Measure,
} from '../../../../src/core/experiment/measures.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';

const rows: readonly Measure[] = measures;

/** The schema at a path of keys; undefined where there is none. */
function schemaAt(path: string): unknown {
  return path.split('.').reduce<unknown>((schema, key) => {
    const inner = unwrapped(schema);
    if (key === '{k}') return inner instanceof z.ZodArray ? inner.element : undefined;
    return inner instanceof z.ZodObject ? (inner.shape as Record<string, unknown>)[key] : undefined;
  }, evaluationSchema);
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in); // what a file has before a part is filled in
  const isWrapper =
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodDefault;
  return isWrapper ? unwrapped(schema.unwrap()) : schema;
}

describe('the table of measures', () => {
  test.each(rows.map((row) => [row.id, row] as const))('has %s where evaluations have it', (_, row) => {
    for (const path of [row.path, row.deviation].filter((one) => one !== undefined)) {
      expect(unwrapped(schemaAt(path))).toBeInstanceOf(z.ZodNumber);
    }
    expect(measureValue(someEvaluation(), row, 0.3)).toEqual(expect.any(Number));
    expect(row.path.includes('{k}')).toBe(row.perFraction === true);
  });

  test('has ids and columns that differ, sentences as help, and a direction for what may be expected', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(new Set(rows.map(({ id, column = id }) => column)).size).toBe(rows.length);
    for (const { help, uses, better } of rows) {
      expect(help).toMatch(/^[A-Z].*\.$/);
      if (uses.includes('expect')) expect(better).not.toBeNull();
    }
  });
});

/** A line of the index in docs/measures.md. */
function indexLine({ id, unit, better, help, path, complement, uses, perFraction, ...row }: Measure): string {
  const facts = [
    unit,
    better && `${better} is better`,
    `${complement ? '1 − ' : ''}\`${path}\``,
    uses.includes('expect') && `expect: \`${id}${perFraction ? '@k' : ''}\``,
  ];
  const label = labelOf({ ...row, id, unit, better, help, path, uses, ...(perFraction && { perFraction }) }, 'k');
  return `- **${label}** (${facts.filter(Boolean).join('; ')}): ${help}`;
}

test('docs/measures.md has an index of the table (`vitest -u` updates it)', async () => {
  const file = join(import.meta.dirname, '../../../../docs/measures.md');
  const [begin, end] = ['<!-- index of src/core/experiment/measures.ts -->', '<!-- end of the index -->'];
  const [before, rest] = readFileSync(file, 'utf8').split(begin);
  const after = rest!.split(end)[1]!;
  const index = rows.map(indexLine).join('\n');
  await expect(`${before}${begin}\n\n${index}\n\n${end}${after}`).toMatchFileSnapshot(file);
});

test('a measure is labelled by its symbol and fraction, or by its name and scope', () => {
  expect(labelOf(measure('srsImp'), 0.3)).toBe('SRS_imp(0.3)');
  expect(labelOf(measure('srsImp'), null)).toBe('SRS_imp');
  expect(labelOf(measure('comprehensiveness'), 0.3)).toBe('comprehensiveness');
  expect(labelOf(measure('deadNeurons'), 0.3)).toBe('dead, over the corpus');
});

test('a value is written in the unit of its measure, a change with its sign, what is missing as a dash', () => {
  expect(valueText(measure('accuracy'), 0.9567)).toBe('95.7');
  expect(valueText(measure('sufficiency'), -0.0412)).toBe('−0.041');
  expect(valueText(measure('monosemanticOff'), 0.5)).toBe('+0.5');
  expect(valueText(measure('srs'), null)).toBe('–');
});

describe('a name of an expect block', () => {
  test('is an id, with a fraction where it has one', () => {
    expect(parseExpected('accuracy')).toMatchObject({ measure: { id: 'accuracy' }, k: null });
    expect(parseExpected('srs@0.3')).toMatchObject({ measure: { id: 'srs' }, k: 0.3 });
    for (const name of ['accuracy@0.3', 'srs', 'srs@', 'srs@.3', 'srs@0.3@1', 'largestClass', 'toString', '']) {
      expect(parseExpected(name)).toBeNull();
    }
  });

  test('is one of a list for the fractions of an experiment, which are a file format', () => {
    const files = [
      ...['accuracy', 'srsImp@0.1', 'srsImp@0.3', 'srsInter@0.1', 'srsInter@0.3', 'srs@0.1', 'srs@0.3'],
      ...['usedPerInput', 'monosemanticShare', 'monosemanticNeurons', 'deadNeurons', 'purity'],
      ...['comprehensiveness', 'sufficiency'],
    ];
    expect(expectedNames([0.1, 0.3])).toEqual(expect.arrayContaining(files));
  });
});
