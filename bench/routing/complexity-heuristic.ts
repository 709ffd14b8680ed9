/** A dimension of the weighted score: matches below `low` count nothing, from `high` on everything. */
interface Dimension {
  readonly weight: number
  readonly words: RegExp
  readonly low: number
  readonly high: number
}

const DIMENSIONS: readonly Dimension[] = [
  {
    weight: 0.3,
    words:
      /\b(function|class|code|python|javascript|api|debug|algorithm|sql|implement|refactor)\b|```/gi,
    low: 0,
    high: 2,
  },
  {
    weight: 0.25,
    words:
      /\b(prove|derive|analy[sz]e|reason|step by step|explain why|compare|evaluate|deduce)\b/gi,
    low: 0,
    high: 2,
  },
  {
    weight: 0.25,
    words:
      /\b(architecture|distributed|theorem|protocol|kernel|database|encryption|quantum|latency)\b/gi,
    low: 0,
    high: 3,
  },
  { weight: 0.03, words: /\b(first|then|next|finally|step \d)\b/gi, low: 0, high: 2 },
  { weight: 0.02, words: /\?/g, low: 1, high: 4 },
]
const LENGTH_WEIGHT = 0.1
const SIMPLE_WEIGHT = 0.05
const SIMPLE = /\b(what is|who is|define|hello|hi|thanks|yes|no|capital of)\b/i

/** The kind of weighted keyword and length score that gateways sort requests into tiers by; a re-implementation. */
export function complexityScore(prompt: string): number {
  const tokens = prompt.length / 4
  const parts = DIMENSIONS.map(({ weight, words, low, high }) => {
    const matches = prompt.match(words)?.length ?? 0
    return weight * Math.min(1, Math.max(0, (matches - low) / (high - low)))
  })
  const keywords = parts.reduce((total, part) => total + part, 0)
  const length = LENGTH_WEIGHT * Math.min(1, Math.max(0, (tokens - 15) / (400 - 15)))
  return keywords + length - (SIMPLE.test(prompt) ? SIMPLE_WEIGHT : 0)
}
