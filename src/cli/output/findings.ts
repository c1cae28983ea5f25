import { printable } from '../../common/printable.ts';
import { groupedFindings, type Finding } from '../../core/dataset/reading/finding.ts';
import { errorColors } from './colors.ts';
import { place } from './place.ts';

/** The findings of reading the data, one per line; a finding that several files share is listed once. */
export function findingLines(findings: readonly Finding[]): string[] {
  const lines = (level: Finding['level']) =>
    groupedFindings(
      findings.filter((finding) => finding.level === level),
      place,
    ).map(({ where, message }) => `${where}: ${printable(message)}`);
  return [...lines('info').map((line) => `note: ${line}`), ...warningLines(lines('warning'))];
}

export function warningLines(warnings: readonly string[]): string[] {
  return warnings.map((warning) => `${errorColors.yellow('warning:')} ${warning}`);
}
