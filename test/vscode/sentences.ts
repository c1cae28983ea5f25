/** A made-up review: short, with words that tell its label and words that do not. */
export interface Sentence {
  readonly text: string;
  readonly label: 'bad' | 'good';
}

const subjects = ['the film', 'this story', 'its hero', 'the plot', 'a scene', 'the music', 'her voice', 'the camera'];
const adverbs = ['really', 'never', 'always', 'quite', 'somehow', 'almost'];
const tellers = {
  good: ['moving', 'funny', 'warm', 'clever', 'bright', 'graceful'],
  bad: ['dull', 'clumsy', 'cold', 'tired', 'noisy', 'hollow'],
};
const verbs = { good: ['delights', 'charms', 'shines'], bad: ['bores', 'drags', 'fails'] };
const endings = [
  'from the first minute on',
  'in the last act',
  'for two long hours',
  'until the lights go on',
  'as ever',
];
const eighths = [0, 1, 2, 3, 4, 5, 6, 7];

/** The n-th review, the same at every call; one in eight has the wrong label. */
export function sentence(n: number): Sentence {
  const draw = random(n);
  const sounds = draw(['good', 'bad'] as const);
  const clause = () => `${draw(subjects)} is ${draw(adverbs)} ${draw(tellers[sounds])}`;
  const parts = [clause(), `and ${draw(verbs[sounds])} ${draw(endings)}`];
  const text = (draw([true, false]) ? parts : [...parts, ', while', clause()]).join(' ');
  const mistaken = draw(eighths) === 0;
  return { text, label: mistaken ? (sounds === 'good' ? 'bad' : 'good') : sounds };
}

/** Lines of a TSV file with its header: as many reviews, then `more` as they are. */
export function reviews(count: number, more: readonly Sentence[] = []): string {
  const rows = [...Array.from({ length: count }, (_, n) => sentence(n)), ...more];
  return `text\tlabel\n${rows.map(({ text, label }) => `${text}\t${label}\n`).join('')}`;
}

/** A text of as many words out of 5,000 made-up ones, the lower numbers more often, as in a language. */
export function words(count: number, n: number): string {
  const next = generator(n);
  return Array.from({ length: count }, () => `w${Math.floor(5000 * next() ** 3)}`).join(' ');
}

function random(seed: number): <T>(choices: readonly T[]) => T {
  const next = generator(seed);
  return (choices) => choices[Math.floor(next() * choices.length)]!;
}

/** Numbers in [0, 1): Weyl's sequence, mixed. */
function generator(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x85ebca6b);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    return ((mixed ^ (mixed >>> 12)) >>> 0) / 2 ** 32;
  };
}
