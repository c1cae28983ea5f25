/** Labels that are probably meant to be one. */
export interface SimilarLabels {
  readonly labels: readonly string[];
  /** In what they differ, such as "upper and lower case". */
  readonly differences: string;
}

/** Ways of writing a label that make no other class. */
const forms: readonly { readonly name: string; readonly normal: (label: string) => string }[] = [
  { name: 'Unicode form', normal: (label) => label.normalize('NFKC') },
  {
    name: 'white space or invisible characters',
    normal: (label) => label.replace(/[\s\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]+/gu, ''),
  },
  { name: 'upper and lower case', normal: (label) => label.toLowerCase() },
  { name: 'how a number is written', normal: normalNumber },
];

/** Groups of labels that differ in their writing only. */
export function similarLabels(labels: readonly string[]): SimilarLabels[] {
  const groups = new Map<string, string[]>();
  for (const label of labels) {
    const form = normalForm(label);
    groups.set(form, [...(groups.get(form) ?? []), label]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({ labels: group, differences: differencesOf(group) }));
}

/** The forms without which the labels would not be alike. */
function differencesOf(labels: readonly string[]): string {
  const needed = forms.filter((form) => new Set(labels.map((label) => normalForm(label, form))).size > 1);
  return needed.map(({ name }) => name).join(', ') || 'their writing';
}

function normalForm(label: string, without?: (typeof forms)[number]): string {
  return forms.filter((form) => form !== without).reduce((text, { normal }) => normal(text), label);
}

/** A number without leading zeros, plus, and zeros at the end of its decimals; other labels as they are. */
function normalNumber(label: string): string {
  const [, sign, whole, decimals = ''] = /^([-+]?)0*(\d*?)(?:\.(\d*?)0*)?$/.exec(label) ?? [];
  if (whole === undefined || !/\d/.test(label)) return label;
  return `${sign === '-' ? '-' : ''}${whole || '0'}${decimals && '.'}${decimals}`;
}

/** A label in quotes, such that labels which look alike do not: invisible and combining characters as escapes. */
export function quotedLabel(label: string): string {
  const escape = (character: string) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
  return `"${label.replace(/(?! )[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/gu, escape)}"`;
}
