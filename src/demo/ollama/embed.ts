import type { Call } from '../engine/call.ts'
import { embed, shorten } from '../engine/embed.ts'
import { readPrompt } from '../engine/pace.ts'
import { asNumber } from '../engine/read.ts'
import { tokenise } from '../engine/tokens.ts'
import type { Ollama } from './ollama.ts'
import { askedModel, wishOf } from './ollama.ts'
import { refuse } from './refuse.ts'
import type { EmbedBody } from './wire.ts'
import { nanoseconds } from './wire.ts'

/** `POST /api/embed`: chat models answer too; an input over the context is cut unless `truncate` is false. No input: loads. */
export async function embedInputs(ollama: Ollama, call: Call): Promise<void> {
  const body: EmbedBody = call.body
  const { name, model } = askedModel(ollama, body)
  const inputs = readInputs(body.input)
  const began = performance.now()
  const lease = await ollama.scheduler.acquire(model, wishOf(model, body), call)
  try {
    if (inputs.length === 0) return await call.answer({ model: name, embeddings: [] })
    const loadMs = performance.now() - began
    const { context } = lease.runner.wish
    const counts = inputs.map((text) => tokenise(text).length)
    if (body.truncate === false && counts.some((count) => count > context)) {
      throw refuse(400, 'the input length exceeds the context length')
    }
    const tokens = counts.reduce((sum, count) => sum + Math.min(count, context), 0)
    await readPrompt(ollama.state, model, { tokens, call })
    await call.answer({
      model: name,
      embeddings: inputs.map((text) =>
        shorten(embed(text, model.embeddingLength), asNumber(body.dimensions)),
      ),
      total_duration: nanoseconds(performance.now() - began),
      load_duration: nanoseconds(loadMs),
      ...(tokens === 0 ? {} : { prompt_eval_count: tokens }),
    })
  } finally {
    lease.release()
  }
}

function readInputs(input: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(input) ? input : [input]
  const texts = list.filter((item) => typeof item === 'string')
  if (texts.length < list.length) throw refuse(400, 'invalid input type')
  return texts
}
