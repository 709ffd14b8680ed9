import type { Feature, Sampling } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import { defined } from '../../std/defined.ts'
import type { AnthropicTraits } from './traits.ts'

interface AnthropicSampling {
  readonly fields: Readonly<Record<string, Json>>
  /** What it leaves out or changes. */
  readonly missed: readonly Feature[]
}

/** The least nucleus that goes with thinking. */
const LEAST_TOP_P = 0.95

/** How tokens are chosen and where they end, as far as a model takes it; while it thinks it takes less. */
export function anthropicSampling(
  sampling: Sampling,
  traits: Pick<AnthropicTraits, 'sampling'>,
  isThinking: boolean,
): AnthropicSampling {
  const taken = takenOf(sampling, traits.sampling, isThinking)
  const stops = (sampling.stop ?? []).filter((text) => text.trim() !== '')
  const missed: readonly (readonly [Feature, boolean])[] = [
    ['temperature', taken.temperature !== sampling.temperature],
    ['topP', taken.top_p !== sampling.topP],
    ['topK', taken.top_k !== sampling.topK],
    ['stop', stops.length < (sampling.stop?.length ?? 0)],
  ]
  return {
    fields: defined({ ...taken, stop_sequences: stops.length > 0 ? stops : undefined }),
    missed: missed.flatMap(([feature, isMissed]) => (isMissed ? [feature] : [])),
  }
}

interface Taken {
  readonly temperature?: number | undefined
  readonly top_p?: number | undefined
  readonly top_k?: number | undefined
}

function takenOf(
  { temperature: asked, topP, topK }: Sampling,
  taken: AnthropicTraits['sampling'],
  isThinking: boolean,
): Taken {
  if (taken === 'none') return {}
  const clamped = asked === undefined ? undefined : Math.min(asked, 1)
  const temperature = isThinking && clamped !== 1 ? undefined : clamped
  const isAlone = taken === 'apart' && temperature !== undefined
  const isNarrow = isThinking && (topP ?? 0) < LEAST_TOP_P
  return {
    temperature,
    top_p: isAlone || isNarrow ? undefined : topP,
    top_k: isThinking ? undefined : topK,
  }
}
