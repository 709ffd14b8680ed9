import type { ReportedModel } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import type { Link } from './link.ts'
import { asStarted, LLAMA_SWAP, type RunningModels, readRunning } from './llama-swap.ts'
import {
  LM_STUDIO,
  LM_STUDIO_OLD,
  type LmStudioModel,
  readLmStudio,
  readOldLmStudio,
  withLmStudio,
} from './lm-studio.ts'
import { type OpenaiModel, openaiFacts } from './openai-models.ts'
import { OptionalPath } from './optional-path.ts'
import { ServerLoads } from './server-loads.ts'

/** What LM Studio, llama-swap, vLLM and SGLang tell about themselves beside their lists of models. */
export class OpenaiExtras {
  readonly #lmStudio: OptionalPath<ReadonlyMap<string, LmStudioModel>>
  readonly #oldLmStudio: OptionalPath<ReadonlyMap<string, LmStudioModel>>
  readonly #llamaSwap: OptionalPath<RunningModels>
  readonly #loads: ServerLoads
  #known: ReadonlyMap<string, LmStudioModel> | undefined
  #running: RunningModels | undefined

  constructor(link: Link) {
    this.#lmStudio = new OptionalPath(link, LM_STUDIO, readLmStudio)
    this.#oldLmStudio = new OptionalPath(link, LM_STUDIO_OLD, readOldLmStudio)
    this.#llamaSwap = new OptionalPath(link, LLAMA_SWAP, readRunning)
    this.#loads = new ServerLoads(link)
  }

  /** Which of these servers it is, as far as orders go. */
  get manages(): 'lm-studio' | 'llama-swap' | undefined {
    if (this.#lmStudio.present) return 'lm-studio'
    return this.#llamaSwap.present ? 'llama-swap' : undefined
  }

  get problem(): string | undefined {
    return this.#loads.problem
  }

  async look(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#lookAtModels(signal), this.#loads.read(signal)])
  }

  /** Asks only for what the last look found; undefined when that was nothing. */
  async glance(signal: AbortSignal): Promise<string | undefined> {
    if (this.manages === undefined && !this.#oldLmStudio.present && !this.#loads.told)
      return undefined
    await this.look(signal)
    const loaded = [...(this.#known ?? [])].filter(([, model]) => model.loaded)
    const models = loaded.map(([id, { context }]) => `${id} ${context}`)
    const running = [...(this.#running ?? [])].sort(([one], [other]) => (one < other ? -1 : 1))
    return JSON.stringify([models, running, this.#loads.outline])
  }

  /** One listed model with all that is known about it. */
  about(id: string, model: OpenaiModel): Omit<ReportedModel, 'id' | 'nativeId'> {
    const own = this.#known?.get(id)
    return {
      ...defined({ sizeBytes: model.meta?.size, load: this.#loads.of(id) }),
      ...(own === undefined
        ? asStarted(this.#running, id, openaiFacts(model))
        : withLmStudio(model, own)),
    }
  }

  forget(): void {
    for (const each of [this.#lmStudio, this.#oldLmStudio, this.#llamaSwap, this.#loads])
      each.forget()
  }

  async #lookAtModels(signal: AbortSignal): Promise<void> {
    const [lmStudio, running] = await Promise.all([
      this.#lmStudio.ask(signal),
      this.#llamaSwap.ask(signal),
    ])
    this.#known = lmStudio ?? (await this.#oldLmStudio.ask(signal))
    this.#running = running
  }
}
