import type { Draws } from './draws.ts';
import * as lexicon from './lexicon.ts';
import { distracting, join, overruled, paired, plain, planted, type Phrase } from './phrase.ts';

/** 0 negative, 1 positive. */
export type PlantedLabel = 0 | 1;

const tokens = { least: 6, most: 20 };

/** Shares of the sentences; the others need one word alone. */
const shares = { negation: 0.2, contrast: 0.2 };

/** A sentence of 6 to 20 tokens whose label follows from its planted words and pairs; its distractor, if any, is drawn from the list `seeming`. */
export function plantedSentence(draws: Draws, label: PlantedLabel, seeming: PlantedLabel): Phrase {
  const kind = draws.number();
  for (;;) {
    const sentence = join(around(draws, body(draws, kind, label), seeming), plain('.'));
    if (sentence.tokens.length >= tokens.least && sentence.tokens.length <= tokens.most) return sentence;
  }
}

/** What decides: one word, a negated one, or the second of two clauses. */
function body(draws: Draws, kind: number, label: PlantedLabel): Phrase {
  if (kind < shares.contrast) return contrast(draws, label);
  const first = kind < shares.contrast + shares.negation ? negation(draws, label) : statement(draws, label);
  return draws.chance(0.2) ? join(first, plain('and'), statement(draws, label)) : first;
}

function contrast(draws: Draws, label: PlantedLabel): Phrase {
  const clause = (wanted: PlantedLabel) => (draws.chance(0.25) ? negation(draws, wanted) : statement(draws, wanted));
  const first = overruled(clause(opposite(label)));
  const comma = draws.chance(0.5) ? plain(',') : null;
  return join(first, comma, paired(join(planted(draws.pick(lexicon.contrasts)), clause(label))));
}

/** "The score is really warm", "the plot drags", "it is a warm film about love". */
function statement(draws: Draws, label: PlantedLabel): Phrase {
  const form = draws.number();
  const intensifier = draws.chance(0.35) ? draws.pick(lexicon.intensifiers.plain) : null;
  const adjective = draws.pick(lexicon.adjectives[label]);
  if (form < 0.2) return join(singular(draws), planted(draws.pick(lexicon.verbs[label])));
  if (form < 0.4) return join(plain('it is'), kindOf(draws, intensifier, adjective));
  const [subject, copula] = subjectAndCopula(draws);
  return join(subject, plain(copula), optional(intensifier), planted(adjective));
}

/** "The score is not very warm", "the songs never feel warm", "the plot hardly drags", "it is not a warm film": of the other label. */
function negation(draws: Draws, label: PlantedLabel): Phrase {
  const form = draws.number();
  const negator = draws.pick(lexicon.negators.copula);
  const intensifier = negator === 'not' && draws.chance(0.4) ? draws.pick(lexicon.intensifiers.negated) : null;
  const adjective = draws.pick(lexicon.adjectives[opposite(label)]);
  if (form < 0.2) {
    const verb = planted(draws.pick(lexicon.verbs[opposite(label)]));
    return paired(join(singular(draws), planted(draws.pick(lexicon.negators.verb)), verb));
  }
  if (form < 0.35) return paired(join(plain('it is'), planted(negator), kindOf(draws, null, adjective)));
  const end = join(optional(intensifier), planted(adjective));
  if (form < 0.7) {
    const subject = draws.chance(0.3) ? join(plural(draws), plain('are')) : join(singular(draws), plain('is'));
    return paired(join(subject, planted(negator), end));
  }
  if (form < 0.85) {
    const subject = draws.chance(0.3) ? join(plural(draws), plain('do')) : join(singular(draws), plain('does'));
    return paired(join(subject, planted('not'), plain(draws.pick(lexicon.senses.many)), planted(adjective)));
  }
  const many = draws.chance(0.3);
  const verb = many ? draws.pick(lexicon.senses.many) : draws.pick(lexicon.senses.one);
  return paired(join(many ? plural(draws) : singular(draws), planted('never'), plain(verb), planted(adjective)));
}

function kindOf(draws: Draws, intensifier: string | null, adjective: string): Phrase {
  const article = /^[aeiou]/.test(intensifier ?? adjective) ? 'an' : 'a';
  const topic = draws.chance(0.4) ? plain(`about ${draws.pick(lexicon.topics)}`) : null;
  return join(plain(article), optional(intensifier), planted(adjective), plain(draws.pick(lexicon.kinds)), topic);
}

/** What stands before and after; at most one distractor. */
function around(draws: Draws, sentence: Phrase, seeming: PlantedLabel): Phrase {
  const place = draws.number();
  const opener = draws.chance(0.35) ? plain(draws.pick(lexicon.openers)) : null;
  const closer = draws.chance(0.25) ? plain(draws.pick(lexicon.closers)) : null;
  if (place < 0.35) return join(distractingOpener(draws, seeming), sentence, closer);
  if (place < 0.8) return join(opener, sentence, distractingCloser(draws, seeming));
  return join(opener, sentence, closer);
}

function distractingOpener(draws: Draws, seeming: PlantedLabel): Phrase {
  const { days, cities, people } = lexicon.distractors;
  return draws.pick([
    () => join(plain('on'), distracting(draws.pick(days[seeming])), plain(',')),
    () => join(plain('seen in'), distracting(draws.pick(cities[seeming])), plain(',')),
    () => join(plain('with my'), distracting(draws.pick(people[seeming])), plain('beside me ,')),
  ])();
}

function distractingCloser(draws: Draws, seeming: PlantedLabel): Phrase {
  const { days, cities, people } = lexicon.distractors;
  return draws.pick([
    () => join(plain('; we saw it on'), distracting(draws.pick(days[seeming]))),
    () => join(plain(', set in'), distracting(draws.pick(cities[seeming]))),
    () => join(plain(', said my'), distracting(draws.pick(people[seeming]))),
    () => join(plain('( in'), distracting(draws.pick(cities[seeming])), plain(')')),
  ])();
}

function subjectAndCopula(draws: Draws): readonly [Phrase, string] {
  if (draws.chance(0.3)) return [plural(draws), draws.pick(['are', ...lexicon.senses.many])];
  return [singular(draws), draws.pick(['is', ...lexicon.senses.one])];
}

function singular(draws: Draws): Phrase {
  return plain(`${draws.pick(lexicon.determiners)} ${draws.pick(lexicon.nouns.one)}`);
}

function plural(draws: Draws): Phrase {
  return plain(`${draws.pick(lexicon.manyDeterminers)} ${draws.pick(lexicon.nouns.many)}`);
}

const opposite = (label: PlantedLabel): PlantedLabel => (label === 0 ? 1 : 0);
const optional = (text: string | null) => (text === null ? null : plain(text));
