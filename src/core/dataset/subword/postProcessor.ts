import type { PostProcessorDefinition } from './tokenizerFile.ts';

/** A part of what is given to the model: the tokens of the first or second text, or special ones. */
export interface TemplatePart {
  /** The text whose tokens these are, 0 or 1; null for special tokens. */
  readonly text: 0 | 1 | null;
  /** Ids of special tokens. */
  readonly ids: readonly number[];
  readonly segment: number;
}

export interface PostProcessor {
  readonly single: readonly TemplatePart[];
  readonly pair: readonly TemplatePart[];
  /** Whether offsets leave out the spaces at the start and end of tokens; one that ByteLevel put before the text is part of its token. */
  readonly trim: { readonly hasPrefixSpace: boolean } | null;
}

/** Ids of the special tokens around and between the texts of a pair, and the segment of the second text; one text has `start` and `end`. */
export interface SpecialFrame {
  readonly start: readonly number[];
  readonly middle: readonly number[];
  readonly end: readonly number[];
  readonly secondSegment: number;
}

export function frameOf(pair: readonly TemplatePart[]): SpecialFrame {
  const first = pair.findIndex(({ text }) => text === 0);
  const second = pair.findIndex(({ text }) => text === 1);
  const idsOf = (parts: readonly TemplatePart[]) => parts.flatMap(({ ids }) => ids);
  return {
    start: idsOf(pair.slice(0, first)),
    middle: idsOf(pair.slice(first + 1, second)),
    end: idsOf(pair.slice(second + 1)),
    secondSegment: pair[second]!.segment,
  };
}

const textPart = (text: 0 | 1, segment: number): TemplatePart => ({ text, ids: [], segment });
const special = (id: number, segment: number): TemplatePart => ({ text: null, ids: [id], segment });
const plain: PostProcessor = { single: [textPart(0, 0)], pair: [textPart(0, 0), textPart(1, 1)], trim: null };

export function makePostProcessor(definition: PostProcessorDefinition | null): PostProcessor {
  if (definition === null) return plain;
  switch (definition.type) {
    case 'BertProcessing': {
      const [cls, sep] = [special(definition.cls[1], 0), special(definition.sep[1], 0)];
      const single = [cls, textPart(0, 0), sep];
      return { single, pair: [...single, textPart(1, 1), special(definition.sep[1], 1)], trim: null };
    }
    case 'RobertaProcessing': {
      const [cls, sep] = [special(definition.cls[1], 0), special(definition.sep[1], 0)];
      const single = [cls, textPart(0, 0), sep];
      return { single, pair: [...single, sep, textPart(1, 0), sep], trim: trimOf(definition) };
    }
    case 'ByteLevel':
      return { ...plain, trim: trimOf(definition) };
    case 'TemplateProcessing': {
      const parts = (template: Template) => template.map((piece) => partOf(piece, definition.special_tokens));
      return { single: parts(definition.single), pair: parts(definition.pair), trim: null };
    }
    case 'Sequence': {
      // Only one of them adds tokens.
      const steps = definition.processors.map(makePostProcessor);
      const template = steps.find(({ single }) => single.length > 1) ?? plain;
      return { ...template, trim: steps.find(({ trim }) => trim !== null)?.trim ?? null };
    }
  }
}

const trimOf = (options: { trim_offsets: boolean; add_prefix_space: boolean }) =>
  options.trim_offsets ? { hasPrefixSpace: options.add_prefix_space } : null;

type TemplateDefinition = Extract<PostProcessorDefinition, { type: 'TemplateProcessing' }>;
type Template = TemplateDefinition['single'];

function partOf(piece: Template[number], specialTokens: TemplateDefinition['special_tokens']): TemplatePart {
  if ('Sequence' in piece) return textPart(piece.Sequence.id === 'A' ? 0 : 1, piece.Sequence.type_id);
  const { id, type_id: segment } = piece.SpecialToken;
  return { text: null, ids: specialTokens[id]?.ids ?? [], segment };
}
