import type { Verification } from '../../core/workflow/verifyGolden.ts';
import { colors } from './colors.ts';
import { counted } from '../../common/format.ts';
import { place } from './place.ts';
import { table } from './table.ts';

type File = Extract<Verification, { kind: 'file' }>;
type Folder = Extract<Verification, { kind: 'folder' }>;

/** A comparison with a golden: its rows, followed by the verdict. */
export function verificationView(result: Verification): string[] {
  return [
    colors.bold(place(result.path)),
    ...(result.kind === 'file' ? tensorRows(result) : valueRows(result)),
    verdict(result),
  ];
}

function tensorRows({ tensors }: File): string[] {
  const header = ['  tensor', 'error', 'tolerance', ''];
  const notes = [...new Set(tensors.flatMap(({ note }) => note ?? []))];
  const rows = tensors.map(({ tensor, error, tolerance, ok, note }) => [
    `  ${tensor}`,
    error.toExponential(1),
    tolerance.toExponential(0),
    `${mark(ok)}${note === undefined ? '' : ` [${notes.indexOf(note) + 1}]`}`,
  ]);
  return [...table(rows, 'lrrl', { header }), ...notes.map((note, i) => colors.dim(`  [${i + 1}] ${note}`))];
}

function valueRows({ values }: Folder): string[] {
  const header = ['  value', 'here', 'golden', 'tolerance', ''];
  const rows = values.map(({ value, found, expected, tolerance, ok }) => [
    `  ${value}`,
    found.toFixed(4),
    expected.toFixed(4),
    String(tolerance),
    mark(ok),
  ]);
  return table(rows, 'lrrrl', { header });
}

const mark = (ok: boolean) => (ok ? colors.green('ok') : colors.red('BEYOND'));

function verdict(result: Verification): string {
  const all = result.kind === 'file' ? result.tensors : result.values;
  const noun = result.kind === 'file' ? 'tensor' : 'value';
  const beyond = all.filter(({ ok }) => !ok).length;
  return beyond === 0
    ? colors.green(`  all ${counted(all.length, noun)} agree`)
    : colors.red(`  ${beyond} of ${counted(all.length, noun)} beyond tolerance`);
}
