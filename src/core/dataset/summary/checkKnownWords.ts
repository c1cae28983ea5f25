import { percent } from '../../../common/format.ts';
import { UserError } from '../../../common/userError.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { SplitName } from '../source.ts';
import { unknownShare, type DataSummary } from './dataSummary.ts';

/** A model can tell nothing from texts of which it knows less. */
export const maxUnknown = 0.9;

/** Errors: UserError if a model of this vocabulary knows nearly no word of one of the splits. */
export function checkKnownWords(
  { splits }: Pick<DataSummary, 'splits'>,
  names: readonly SplitName[],
  { model }: Pick<Experiment, 'model'>,
): void {
  const name = names.find((split) => unknownShare(splits[split]) > maxUnknown);
  if (name === undefined) return;
  const share = percent(unknownShare(splits[name]));
  if (model.pretrained !== undefined) {
    throw new UserError(
      `${share} of the tokens of ${name} are unknown to the encoder ${model.pretrained}`,
      'Choose an encoder for the language of the texts by model.pretrained.',
    );
  }
  const message = `${share} of the words of ${name} are unknown: they do not occur in train, or too rarely (tokenizer.minFrequency)`;
  const remedy =
    'Compare the language and tokens of the splits. Texts without spaces, as in Chinese, need a pattern: ' +
    '"tokenizer": { "kind": "pattern", "pattern": "\\\\p{Script=Han}|[\\\\p{L}\\\\p{N}]+|\\\\S" }.';
  throw new UserError(message, remedy);
}
