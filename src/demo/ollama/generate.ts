import type { Call } from '../engine/call.ts'
import type { Asked, Ollama } from './ollama.ts'
import { askedModel, wishOf } from './ollama.ts'
import { refuse } from './refuse.ts'
import type { GenerateBody, ModelBody } from './wire.ts'
import { goTime } from './wire.ts'

/** `POST /api/generate` without a prompt: loads, or unloads with `keep_alive` 0. A prompt is refused: use chat. */
export async function generate(ollama: Ollama, call: Call): Promise<void> {
  const body: GenerateBody = call.body
  const asked = askedModel(ollama, body)
  if (body.prompt) throw refuse(400, 'this simulation only loads and unloads here')
  await loadOnly(ollama, call, { asked, verb: 'generate', empty: { response: '' } })
}

interface LoadOnly {
  readonly asked: Asked
  readonly verb: 'generate' | 'chat'
  /** The answer without its words. */
  readonly empty: object
}

/** Loads the model and answers once it is there, or lets it go and answers at once. */
export async function loadOnly(
  ollama: Ollama,
  call: Call,
  { asked, verb, empty }: LoadOnly,
): Promise<void> {
  const body: ModelBody = call.body
  const wish = wishOf(asked.model, body)
  const reply = (reason: string): void =>
    call.reply(200, {
      model: asked.name,
      created_at: goTime(Date.now()),
      ...empty,
      done: true,
      done_reason: reason,
    })
  if (wish.keepAlive === 0) {
    ollama.scheduler.unload(asked.model.name)
    return reply('unload')
  }
  if (asked.model.role === 'embedding') {
    throw refuse(400, `"${asked.name}" does not support ${verb}`)
  }
  const lease = await ollama.scheduler.acquire(asked.model, wish, call)
  lease.release()
  reply('load')
}
