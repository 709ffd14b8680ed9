import type { Rule } from '../grading/check.ts'
import { type ProbeData, probesOf } from '../grading/probe-data.ts'

function write(difficulty: number, prompt: string, ...rules: readonly Rule[]): ProbeData {
  return { difficulty, prompt: `${prompt} Write nothing else.`, check: { rules } }
}

/** Short pieces of prose and verse under rules that can be checked. */
export const writing = probesOf('writing', 250, [
  write(
    0.4,
    'Write exactly two sentences about the sea. Both must contain the word "salt".',
    { sentences: [2, 2] },
    { word: 'salt', times: [2, 9] },
  ),
  write(
    0.5,
    'Write a sentence of exactly eight words about winter.',
    { sentences: [1, 1] },
    { words: [8, 8] },
    { contains: ['winter'] },
  ),
  write(
    0.55,
    'Write a sentence of at least six words about a dog without the letter "a".',
    { words: [6, 40] },
    { lacksLetters: 'a' },
    { contains: ['dog'] },
  ),
  write(0.15, 'Write one sentence about trees.', { sentences: [1, 1] }, { contains: ['tree'] }),
  write(
    0.25,
    'Write a slogan for a bakery, with the word "bread", in at most six words.',
    { words: [2, 6] },
    { contains: ['bread'] },
  ),
  write(
    0.3,
    'Write a list of three bullet points, each beginning with "- ", that praise bicycles.',
    { bullets: [3, 3] },
    { lines: [3, 3] },
  ),
  write(
    0.35,
    'Write a short weather report in lower case letters only.',
    { lettersCase: 'lower' },
    { words: [4, 120] },
  ),
  write(0.4, 'Write a four-line poem about rain.', { lines: [4, 4] }, { contains: ['rain'] }),
  write(
    0.45,
    'Write a thank-you note of 20 to 30 words that ends with "Yours, Kim".',
    { words: [20, 32] },
    { endsWith: 'Yours, Kim' },
  ),
  write(
    0.45,
    'Describe an elephant in two sentences without the words "big", "large", "huge" and "elephant".',
    { sentences: [2, 2] },
    { lacks: ['big', 'large', 'huge', 'elephant'] },
  ),
  write(0.5, 'Write a poem of five lines whose first letters spell APPLE.', { acrostic: 'APPLE' }),
  write(
    0.5,
    'Write two paragraphs, separated by an empty line, about a lighthouse; each of one sentence only.',
    { paragraphs: [2, 2] },
    { sentences: [2, 2] },
    { contains: ['lighthouse'] },
  ),
  write(
    0.55,
    'Write a sentence of five words in which each word begins with the letter s.',
    { words: [5, 5] },
    { wordsBegin: 's' },
  ),
  write(
    0.6,
    'Write a couplet, two lines: the first must end with the word "light", the second with the word "night".',
    { lineEndings: ['light', 'night'] },
  ),
  write(
    0.6,
    'Write a haiku-like poem of three lines with exactly three words in each line.',
    { lines: [3, 3] },
    { wordsPerLine: [3, 3] },
  ),
  write(
    0.65,
    'Write exactly fifteen words about a river, in one sentence.',
    { words: [15, 15] },
    { sentences: [1, 1] },
    { contains: ['river'] },
  ),
  write(
    0.65,
    'Write a sentence of at least ten words in which no word has more than four letters.',
    { words: [10, 60] },
    { longestWord: 4 },
  ),
  write(
    0.7,
    'Write a poem of six lines whose first letters spell WINTER and in which every line has exactly four words.',
    { acrostic: 'WINTER' },
    { wordsPerLine: [4, 4] },
  ),
  write(
    0.7,
    'Write four lines that end, in this order, with the words "stone", "sea", "alone" and "me".',
    { lineEndings: ['stone', 'sea', 'alone', 'me'] },
  ),
  write(
    0.75,
    'Write a paragraph of exactly three sentences and exactly thirty words about honey.',
    { sentences: [3, 3] },
    { words: [30, 30] },
    { contains: ['honey'] },
  ),
  write(
    0.75,
    'Write a sentence of at least eight words about music without the letter "e".',
    { words: [8, 60] },
    { lacksLetters: 'e' },
    { contains: ['music'] },
  ),
  write(
    0.8,
    'Write five lines: the first of one word, the second of two, and so on up to five words; the word "moon" must stand exactly once in them.',
    { wordsInLines: [1, 2, 3, 4, 5] },
    { word: 'moon', times: [1, 1] },
  ),
  write(
    0.85,
    'Write a text of at least twelve words about a city at night in which every word begins with the letter c or is "and".',
    { words: [12, 60] },
    { wordsBegin: 'c', except: ['and'] },
  ),
  write(
    0.9,
    'Write a poem of seven lines whose first letters spell HARVEST, in which every line has exactly five words and the letter "o" is nowhere.',
    { acrostic: 'HARVEST' },
    { wordsPerLine: [5, 5] },
    { lacksLetters: 'o' },
  ),
])
