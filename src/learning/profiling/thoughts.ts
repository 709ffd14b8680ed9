import type { ChatChoice } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Json } from '../../contracts/json.ts'
import type { Placement } from '../../contracts/model.ts'
import type { Asking } from '../asking/own-request.ts'

/** Tokens that a model may think for, where it has the time. */
const THOUGHTS = 3072

const MUTED = 'It wrote as much as it may without coming to an answer.'

/** What is added to the limit of an answer for a model that thinks. */
export function thoughtsAllowed({ facts }: Placement): number {
  return facts.capabilities.reasoning?.value === true ? THOUGHTS : 0
}

/** A question that is to be answered without thoughts, to a model that cannot do without. `found`: by the exam of that. */
export function withRoomForThoughts(asking: Asking, found: Json | undefined): Asking {
  const { sampling, reasoning } = asking
  const cannotStop = Object(found).switchable === false
  if (reasoning !== 'none' || !cannotStop || sampling?.maxTokens === undefined) return asking
  return { ...asking, sampling: { ...sampling, maxTokens: sampling.maxTokens + THOUGHTS } }
}

/** An answer as it is. Throws a GatewayError where it ended before anything was said: that says nothing of the model. */
export function uncut<Choice extends ChatChoice>(choice: Choice): Choice {
  const { text, toolCalls, finish } = choice
  const said = text.replace(/<think>[\s\S]*?(<\/think>|$)/, '').trim() !== ''
  if (said || toolCalls.length > 0 || finish !== 'length') return choice
  throw new GatewayError('upstream_invalid_response', MUTED)
}

/** Whether a failure is that of `uncut`: asking again would bring the same. */
export function isMuted({ message }: GatewayError): boolean {
  return message === MUTED
}
