/** A model whose answers are known: what its size makes expect of it, and whether each prompt was answered right. */
export interface Answerer {
  /** Billions of parameters; undefined = not known. */
  readonly billions: number | undefined
  /** 0 to 1 for each prompt; NaN = not asked. */
  readonly answers: readonly number[]
}

/** P(right) = sigmoid(ability + ROOM - SPAN * difficulty), the same for all prompts and models. */
const ROOM = 4.2
const SPAN = 7
/** What a model's ability rises by with the logarithm of its billions of parameters. */
const BY_SIZE = 0.45
/** Models of unknown size are hosted ones, mostly large. */
const ABILITY_UNKNOWN = 2
const SPREAD_KNOWN = 0.6
const SPREAD_UNKNOWN = 0.9
/** How far prompts of one set spread, so that few answers do not make an extreme. */
const SPREAD_PROMPTS = 1.5
const ROUNDS = 40

/** How hard each prompt is, 0 to 1, by who answered it right; a prompt that few models answered is near the mean of all. */
export function itemDifficulties(models: readonly Answerer[]): readonly number[] {
  const expected = models.map(({ billions }) =>
    billions === undefined ? ABILITY_UNKNOWN : BY_SIZE * Math.log(billions),
  )
  const abilities = [...expected]
  const count = models[0]?.answers.length ?? 0
  let hardness: readonly number[] = new Array<number>(count).fill(0)
  for (let round = 0; round < ROUNDS; round++) {
    hardness = harder(hardness, models, abilities)
    for (const [model, { billions, answers }] of models.entries()) {
      const spread = billions === undefined ? SPREAD_UNKNOWN : SPREAD_KNOWN
      const from = abilities[model] ?? 0
      const near = { from, mean: expected[model] ?? 0, spread }
      abilities[model] = step(near, answers, (answer, prompt) => ({
        answer,
        logit: from - (hardness[prompt] ?? 0),
        sign: 1,
      }))
    }
  }
  return hardness.map((one) => Math.min(1, Math.max(0, (ROOM + one) / SPAN)))
}

/** The hardness of each prompt, one step nearer to what the answers say. */
function harder(
  hardness: readonly number[],
  models: readonly Answerer[],
  abilities: readonly number[],
): readonly number[] {
  const mean = hardness.reduce((sum, one) => sum + one, 0) / Math.max(1, hardness.length)
  return hardness.map((from, prompt) =>
    step({ from, mean, spread: SPREAD_PROMPTS }, models, ({ answers }, model) => ({
      answer: answers[prompt] ?? Number.NaN,
      logit: (abilities[model] ?? 0) - from,
      sign: -1,
    })),
  )
}

interface Near {
  readonly from: number
  readonly mean: number
  readonly spread: number
}

interface Answered {
  readonly answer: number
  readonly logit: number
  readonly sign: 1 | -1
}

/** One step of Newton's method towards the likeliest value, given the answers and what was expected. */
function step<Other>(
  { from, mean, spread }: Near,
  others: readonly Other[],
  answeredBy: (other: Other, at: number) => Answered,
): number {
  let slope = (mean - from) / spread ** 2
  let bend = 1 / spread ** 2
  for (const [at, other] of others.entries()) {
    const { answer, logit, sign } = answeredBy(other, at)
    if (Number.isNaN(answer)) continue
    const right = 1 / (1 + Math.exp(-logit))
    slope += sign * (answer - right)
    bend += right * (1 - right)
  }
  return from + Math.max(-1, Math.min(1, slope / bend))
}
