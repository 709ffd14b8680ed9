import type { Call } from '../engine/call.ts'
import { embed } from '../engine/embed.ts'
import { base64Vector, readEmbeddingInputs } from '../engine/openai-embedding.ts'
import { readPrompt } from '../engine/pace.ts'
import { Refusal } from '../engine/refusal.ts'
import { tokenise } from '../engine/tokens.ts'
import type { LlamaCpp } from './chat.ts'
import type { Instance } from './instances.ts'
import { failure, invalid, refuse } from './refuse.ts'

/** `POST /v1/embeddings`: only of an embedding model, and each input must fit its batch. */
export async function embedInputs(llama: LlamaCpp, instance: Instance, call: Call): Promise<void> {
  const { model } = instance
  if (model.role !== 'embedding') throw refuse(501, 'not_supported_error', SWITCHED_OFF)
  const { input, encoding_format }: EmbedBody = call.body
  const inputs = readEmbeddingInputs(input)
  if (inputs === undefined) throw invalid('"input" must be provided')
  const counts = inputs.map((text) => tokenise(text).length)
  const release = await llama.instances.enter(instance, call)
  try {
    const longest = Math.max(...counts)
    if (longest > model.servedContext) throw new Refusal(500, failure(tooLong(longest, instance)))
    const tokens = counts.reduce((sum, count) => sum + count, 0)
    await readPrompt(llama.state, model, { tokens, call })
    const vectors = inputs.map((text) => embed(text, model.embeddingLength))
    await call.answer({
      model: model.name,
      object: 'list',
      usage: { prompt_tokens: tokens, total_tokens: tokens },
      data: vectors.map((vector, index) => ({
        embedding: encoding_format === 'base64' ? base64Vector(vector) : vector,
        index,
        object: 'embedding',
      })),
    })
  } finally {
    release()
  }
}

interface EmbedBody {
  readonly input?: unknown
  readonly encoding_format?: unknown
}

const SWITCHED_OFF = 'This server does not support embeddings. Start it with `--embeddings`'

function tooLong(tokens: number, { model }: Instance): string {
  const batch = `current batch size: ${model.servedContext}`
  return `input (${tokens} tokens) is too large to process. increase the physical batch size (${batch})`
}
