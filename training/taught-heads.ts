import { seededRandom } from '../bench/routing/seeded-random.ts'
import { textDifficulty } from '../src/analysis/difficulty.ts'
import { excerpt } from '../src/analysis/excerpt.ts'
import { promptFeatures } from '../src/analysis/prompt-features.ts'
import { LENGTH_TERMS, promptHeadsOf, wordsProfile } from '../src/analysis/prompt-heads.ts'
import { type FittedHeads, fitHeads } from './fit-heads.ts'
import { fitLengths } from './fit-lengths.ts'
import { HARDNESS_GROUP, KIND_GROUPS, type PromptExample } from './groups.ts'
import { packHeads } from './pack-heads.ts'
import type { PromptRow } from './prompt-row.ts'

const ROUNDS = 12

/** The bytes of the heads that these prompts teach; the same for the same prompts and seed. */
export function taughtHeads(rows: readonly PromptRow[], seed: number): Uint8Array {
  const random = seededRandom(seed)
  const examples = rows.map(exampleOf)
  const kinds = fitHeads(examples, KIND_GROUPS, { rounds: ROUNDS, random })
  const { rated, lengths } = withLengths(examples, kinds)
  const hardness = fitHeads(rated, [HARDNESS_GROUP], { rounds: ROUNDS, random })
  return packHeads(together(kinds, hardness), lengths)
}

function exampleOf(row: PromptRow): PromptExample {
  const text = excerpt([{ role: 'user', content: row.text }])
  const features = promptFeatures(text).slice()
  return { row: { ...row, text }, features, weight: row.weight, hardness: 0 }
}

/** The prompts of known difficulty, with what of it their length leaves to their words. */
function withLengths(
  examples: readonly PromptExample[],
  kinds: FittedHeads,
): { readonly rated: readonly PromptExample[]; readonly lengths: Float32Array } {
  const heads = promptHeadsOf(packHeads(kinds, new Float32Array(LENGTH_TERMS)), '')
  const sized = examples.flatMap((example) => {
    const { text, difficulty, difficultyWeight: weight } = example.row
    if (difficulty === undefined) return []
    const words = { ...wordsProfile(heads, text), hardness: 0 }
    return [{ ...words, characters: text.length, difficulty, weight, example }]
  })
  const lengths = fitLengths(sized)
  const rated = sized.map(({ example, difficulty, weight, ...text }) => ({
    ...example,
    weight,
    hardness: difficulty - textDifficulty({ lengths }, text),
  }))
  return { rated, lengths }
}

/** Heads of both: where one learned nothing its weights are 0. */
function together(one: FittedHeads, other: FittedHeads): FittedHeads {
  return {
    weights: one.weights.map((weight, at) => weight + (other.weights[at] ?? 0)),
    biases: one.biases.map((bias, at) => bias + (other.biases[at] ?? 0)),
  }
}
