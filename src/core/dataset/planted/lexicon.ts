/** The words of planted sentences. They are lower-case ASCII letters only, so that every tokenizer reads each word as one token. */
const list = (words: string) => words.split(' ');

/** Words that decide the label: [negative, positive]. */
export const adjectives = [
  list('dull clumsy bland tedious hollow stale messy lifeless pretentious weak dreary awkward lazy wooden bad awful'),
  list(
    'splendid warm funny moving brilliant tender gripping witty graceful honest clever lively inventive elegant good great',
  ),
] as const;
export const verbs = [list('drags stumbles disappoints bores'), list('shines sparkles delights excels')] as const;

/** Words that invert the label of the word they belong to, and words after which the second clause decides. */
export const negators = { copula: list('not never hardly'), verb: list('never hardly rarely') };
export const contrasts = list('but yet');

/** Words without a meaning for the label. In the training split the label influences from which of the two lists they are drawn. */
export const distractors = {
  days: [list('monday tuesday wednesday'), list('friday saturday sunday')],
  cities: [list('berlin boston prague oslo'), list('paris lisbon vienna naples')],
  people: [list('brother aunt colleague roommate'), list('sister uncle neighbor cousin')],
} as const;

export const nouns = {
  one: list(
    'acting plot script score cast dialogue camera editing story ending pacing direction lead soundtrack opening villain humor narration romance finale premise tone',
  ),
  many: list('performances characters songs jokes scenes costumes visuals effects twists dances'),
};
export const determiners = list('the its this');
export const manyDeterminers = list('the its these');
/** Verbs that link a subject with its adjective, in addition to `is` and `are`. */
export const linkingVerbs = { one: list('feels seems looks remains'), many: list('feel seem look remain') };
export const intensifiers = {
  plain: list('very quite rather truly really simply deeply'),
  negated: list('very really particularly quite'),
};
export const filmKinds = list('film movie drama comedy thriller western remake debut musical documentary');
export const topics = [
  ...list('love war money grief revenge'),
  'a bank robbery',
  'a long road trip',
  'two old friends',
  'a lost dog',
  'growing up',
  'life at sea',
];
export const openers = [
  'overall ,',
  'to me ,',
  'in the end ,',
  'i think',
  'from start to finish ,',
  'as far as i can tell ,',
  'this time',
  'for once',
  'all in all ,',
  'at two hours ,',
];
export const closers = [
  'throughout',
  'at times',
  'after all',
  'in every scene',
  'from the first minute on',
  'to be fair',
  'if you ask me',
];
