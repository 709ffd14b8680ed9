import type { Sampling } from '../contracts/chat.ts'
import { defined } from '../std/defined.ts'

/**
 * What was asked of the sampling, all but the limit, as OpenAI, llama.cpp and Ollama spell it. Left out are a seed that
 * was too large to be read exactly, for it would be another one, and a list of no stops, which OpenAI refuses.
 */
export function samplingFields(sampling: Sampling) {
  return defined({
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK,
    min_p: sampling.minP,
    seed: Number.isSafeInteger(sampling.seed) ? sampling.seed : undefined,
    stop: sampling.stop?.length ? sampling.stop : undefined,
    presence_penalty: sampling.presencePenalty,
    frequency_penalty: sampling.frequencyPenalty,
    repeat_penalty: sampling.repeatPenalty,
  })
}
