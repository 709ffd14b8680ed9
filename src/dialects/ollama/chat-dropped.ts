import type { ChatRequest, Feature } from '../../contracts/chat.ts'
import { droppedFields } from '../dropped-fields.ts'

/** The request's fields that Ollama cannot honour, in the client's spelling. */
export function droppedByOllama(
  request: ChatRequest,
  reasoningHonoured: boolean,
): readonly string[] {
  const { choices, parallelTools, sampling, toolChoice, tools } = request
  const missed: readonly (readonly [Feature, boolean])[] = [
    ['choices', choices > 1],
    ['parallelTools', parallelTools === false],
    ['reasoning', !reasoningHonoured],
    ['seed', !Number.isSafeInteger(sampling.seed ?? 0)],
    ['strictTools', tools.some(({ strict }) => strict === true)],
    ['toolChoice', toolChoice !== 'auto' && toolChoice !== 'none'],
  ]
  const features = missed.flatMap(([feature, isMissed]) => (isMissed ? [feature] : []))
  return droppedFields(request, features)
}
