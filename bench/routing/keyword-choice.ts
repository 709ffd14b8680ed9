import { argmax } from './averages.ts'
import { type KeywordScores, keywordScores, nameAffinity, sizeBonus } from './keyword-heuristic.ts'

const CATEGORIES: readonly (keyof KeywordScores)[] = [
  'reasoning',
  'coding',
  'creativity',
  'factual',
]

/** Billions that the original takes a word in a name for. */
const SIZE_WORDS: readonly (readonly [word: string, billions: number])[] = [
  ['mini', 3.8],
  ['small', 7],
  ['medium', 14],
  ['large', 70],
  ['nemo', 12],
  ['r1', 14],
]

/** The size that the original reads from a name: the first number before a `b`, else by a word; undefined = unknown. */
export function keywordSize(model: string): number | undefined {
  const stated = /(\d+(?:\.\d+)?)b/i.exec(model)?.[1]
  if (stated !== undefined) return Number(stated)
  return SIZE_WORDS.find(([word]) => model.toLowerCase().includes(word))?.[1]
}

/** The model that the original's keywords lead to: those fit by name for the strongest category, then by size. */
export function keywordChoice(prompt: string, models: readonly string[]): number {
  const scores = keywordScores(prompt)
  const strongest = CATEGORIES[argmax(CATEGORIES.map((category) => scores[category]))] ?? 'factual'
  const dominant = scores[strongest] > 0.5 ? strongest : undefined
  const most = Math.max(...models.map((model) => nameAffinity(model, dominant ?? 'factual')))
  return argmax(
    models.map((model) => {
      const fits = dominant === undefined || nameAffinity(model, dominant) >= 0.85 * most
      return fits ? scoreOf(model, scores, dominant) : Number.NEGATIVE_INFINITY
    }),
  )
}

function scoreOf(
  model: string,
  scores: KeywordScores,
  dominant: keyof KeywordScores | undefined,
): number {
  const size = keywordSize(model)
  const base = CATEGORIES.map((category) => {
    const weight = scores[category] > 0 ? scores[category] : 0.01
    const boost = category !== dominant ? 1 : size === undefined ? 1.5 : 10
    return weight * boost * 1.5 * 0.4 * nameAffinity(model, category)
  })
  return base.reduce((total, part) => total + part, 0) + sizeBonus(scores.complexity, size ?? 4)
}
