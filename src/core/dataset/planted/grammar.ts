import type { Draws } from './draws.ts';
import * as lexicon from './lexicon.ts';
import { distractor, join, withoutTruth, withPair, plain, planted, type Phrase } from './phrase.ts';

/** 0 negative, 1 positive. */
export type PlantedLabel = 0 | 1;

const tokenCount = { min: 6, max: 20 };

/** Shares of the sentences. In all others a single word decides. */
const shares = { negation: 0.2, contrast: 0.2 };

/**
 * A sentence of 6 to 20 tokens whose label follows from its planted words and pairs. Its distractor, if it has one, is drawn from the list
 * of `distractorLabel`.
 */
export function plantedSentence(draws: Draws, label: PlantedLabel, distractorLabel: PlantedLabel): Phrase {
  const kind = draws.number();
  for (;;) {
    const sentence = join(withContext(draws, body(draws, kind, label), distractorLabel), plain('.'));
    if (sentence.tokens.length >= tokenCount.min && sentence.tokens.length <= tokenCount.max) return sentence;
  }
}

/** The part that decides the label: one word, a negated word, or the second of two clauses. */
function body(draws: Draws, kind: number, label: PlantedLabel): Phrase {
  if (kind < shares.contrast) return contrast(draws, label);
  const first = kind < shares.contrast + shares.negation ? negation(draws, label) : statement(draws, label);
  return draws.chance(0.2) ? join(first, plain('and'), statement(draws, label)) : first;
}

function contrast(draws: Draws, label: PlantedLabel): Phrase {
  const clause = (wanted: PlantedLabel) => (draws.chance(0.25) ? negation(draws, wanted) : statement(draws, wanted));
  const first = withoutTruth(clause(opposite(label)));
  const comma = draws.chance(0.5) ? plain(',') : null;
  return join(first, comma, withPair(join(planted(draws.pick(lexicon.contrasts)), clause(label))));
}

/** "The score is really warm", "the plot drags", "it is a warm film about love". */
function statement(draws: Draws, label: PlantedLabel): Phrase {
  const form = draws.number();
  const intensifier = draws.chance(0.35) ? draws.pick(lexicon.intensifiers.plain) : null;
  const adjective = draws.pick(lexicon.adjectives[label]);
  if (form < 0.2) return join(singular(draws), planted(draws.pick(lexicon.verbs[label])));
  if (form < 0.4) return join(plain('it is'), kindOf(draws, intensifier, adjective));
  const [subject, copula] = subjectAndCopula(draws);
  return join(subject, plain(copula), plainIfGiven(intensifier), planted(adjective));
}

/** "The score is not very warm", "the songs never feel warm", "the plot hardly drags", "it is not a warm film": of the other label. */
function negation(draws: Draws, label: PlantedLabel): Phrase {
  const form = draws.number();
  const negator = draws.pick(lexicon.negators.copula);
  const intensifier = negator === 'not' && draws.chance(0.4) ? draws.pick(lexicon.intensifiers.negated) : null;
  const adjective = draws.pick(lexicon.adjectives[opposite(label)]);
  if (form < 0.2) {
    const verb = planted(draws.pick(lexicon.verbs[opposite(label)]));
    return withPair(join(singular(draws), planted(draws.pick(lexicon.negators.verb)), verb));
  }
  if (form < 0.35) return withPair(join(plain('it is'), planted(negator), kindOf(draws, null, adjective)));
  const end = join(plainIfGiven(intensifier), planted(adjective));
  if (form < 0.7) {
    const subject = draws.chance(0.3) ? join(plural(draws), plain('are')) : join(singular(draws), plain('is'));
    return withPair(join(subject, planted(negator), end));
  }
  if (form < 0.85) {
    const subject = draws.chance(0.3) ? join(plural(draws), plain('do')) : join(singular(draws), plain('does'));
    return withPair(join(subject, planted('not'), plain(draws.pick(lexicon.linkingVerbs.many)), planted(adjective)));
  }
  const many = draws.chance(0.3);
  const verb = many ? draws.pick(lexicon.linkingVerbs.many) : draws.pick(lexicon.linkingVerbs.one);
  return withPair(join(many ? plural(draws) : singular(draws), planted('never'), plain(verb), planted(adjective)));
}

function kindOf(draws: Draws, intensifier: string | null, adjective: string): Phrase {
  const article = /^[aeiou]/.test(intensifier ?? adjective) ? 'an' : 'a';
  const topic = draws.chance(0.4) ? plain(`about ${draws.pick(lexicon.topics)}`) : null;
  return join(
    plain(article),
    plainIfGiven(intensifier),
    planted(adjective),
    plain(draws.pick(lexicon.filmKinds)),
    topic,
  );
}

/** Adds phrases before and after the sentence, with at most one distractor. */
function withContext(draws: Draws, sentence: Phrase, distractorLabel: PlantedLabel): Phrase {
  const where = draws.number();
  const opener = draws.chance(0.35) ? plain(draws.pick(lexicon.openers)) : null;
  const closer = draws.chance(0.25) ? plain(draws.pick(lexicon.closers)) : null;
  if (where < 0.35) return join(distractingOpener(draws, distractorLabel), sentence, closer);
  if (where < 0.8) return join(opener, sentence, distractingCloser(draws, distractorLabel));
  return join(opener, sentence, closer);
}

function distractingOpener(draws: Draws, distractorLabel: PlantedLabel): Phrase {
  const { days, cities, people } = lexicon.distractors;
  return draws.pick([
    () => join(plain('on'), distractor(draws.pick(days[distractorLabel])), plain(',')),
    () => join(plain('seen in'), distractor(draws.pick(cities[distractorLabel])), plain(',')),
    () => join(plain('with my'), distractor(draws.pick(people[distractorLabel])), plain('beside me ,')),
  ])();
}

function distractingCloser(draws: Draws, distractorLabel: PlantedLabel): Phrase {
  const { days, cities, people } = lexicon.distractors;
  return draws.pick([
    () => join(plain('; we saw it on'), distractor(draws.pick(days[distractorLabel]))),
    () => join(plain(', set in'), distractor(draws.pick(cities[distractorLabel]))),
    () => join(plain(', said my'), distractor(draws.pick(people[distractorLabel]))),
    () => join(plain('( in'), distractor(draws.pick(cities[distractorLabel])), plain(')')),
  ])();
}

function subjectAndCopula(draws: Draws): readonly [Phrase, string] {
  if (draws.chance(0.3)) return [plural(draws), draws.pick(['are', ...lexicon.linkingVerbs.many])];
  return [singular(draws), draws.pick(['is', ...lexicon.linkingVerbs.one])];
}

function singular(draws: Draws): Phrase {
  return plain(`${draws.pick(lexicon.determiners)} ${draws.pick(lexicon.nouns.one)}`);
}

function plural(draws: Draws): Phrase {
  return plain(`${draws.pick(lexicon.manyDeterminers)} ${draws.pick(lexicon.nouns.many)}`);
}

const opposite = (label: PlantedLabel): PlantedLabel => (label === 0 ? 1 : 0);
const plainIfGiven = (text: string | null) => (text === null ? null : plain(text));
