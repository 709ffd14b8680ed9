import type { Call } from '../engine/call.ts'
import { embed, shorten } from '../engine/embed.ts'
import { base64Vector, readEmbeddingInputs } from '../engine/openai-embedding.ts'
import { readPrompt } from '../engine/pace.ts'
import { asNumber } from '../engine/read.ts'
import { tokenise } from '../engine/tokens.ts'
import type { OpenAi } from './openai.ts'
import { askedModel, enter, refuseFields } from './openai.ts'
import { refuse } from './refuse.ts'

/** `POST /v1/embeddings`: at most 2,048 inputs, text or tokens, as numbers or base64, cut to `dimensions`. */
export async function embedInputs(openai: OpenAi, call: Call): Promise<void> {
  const body: EmbedBody = call.body
  const { id, model } = askedModel(openai, body)
  refuseFields(openai, body)
  if (model.role !== 'embedding') {
    throw refuse(400, 'The model does not support Embeddings API', null, 'model')
  }
  const inputs = readEmbeddingInputs(body.input)
  if (inputs === undefined || inputs.length > MOST_INPUTS) {
    throw refuse(400, "'$.input' is invalid. Please check the API reference.", null, 'input')
  }
  const tokens = inputs.reduce((sum, text) => sum + tokenise(text).length, 0)
  const release = await enter(openai, model, call)
  try {
    await readPrompt(openai.state, model, { tokens, call })
    const vectors = inputs.map((text) =>
      shorten(embed(text, model.embeddingLength), asNumber(body.dimensions)),
    )
    await call.answer({
      object: 'list',
      data: vectors.map((vector, index) => ({
        object: 'embedding',
        index,
        embedding: body.encoding_format === 'base64' ? base64Vector(vector) : vector,
      })),
      model: id,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    })
  } finally {
    release()
  }
}

interface EmbedBody {
  readonly model?: unknown
  readonly input?: unknown
  readonly dimensions?: unknown
  readonly encoding_format?: unknown
}

const MOST_INPUTS = 2048
