import type { Agent } from 'undici'
import type { BackendLook, BackendSettings } from '../../contracts/backend.ts'
import { failureFromNonsense } from './failure.ts'
import { httpCall } from './http-call.ts'
import { jsonOf } from './json-call.ts'
import { type Link, LOOK_TIMEOUT_MS } from './link.ts'
import { llamaSwapOrders } from './llama-swap.ts'
import { lmStudioOrders } from './lm-studio-orders.ts'
import { type ModelOrders, noOrders } from './model-orders.ts'
import { refuseTooMany } from './most-models.ts'
import { OpenaiExtras } from './openai-extras.ts'
import { OpenaiModel, readOpenaiModels } from './openai-models.ts'
import { modelNames } from './reported.ts'
import { unlistedModels } from './unlisted-models.ts'

/** Looks at one server that speaks OpenAI's language. */
export class OpenaiLooker {
  readonly #link: Link
  readonly #extras: OpenaiExtras
  /** The ids listed last: with others it may be another server. */
  #listed = ''

  constructor(agent: Agent, settings: BackendSettings) {
    this.#link = { agent, settings }
    this.#extras = new OpenaiExtras(this.#link)
  }

  /** A server without a list has the models that are configured for it by their full names. */
  async look(signal: AbortSignal): Promise<BackendLook> {
    const { settings } = this.#link
    const listed = await this.#list(signal).catch((thrown: unknown) => {
      this.#extras.forget()
      throw thrown
    })
    this.#noteIds([...listed.keys()])
    if (!settings.remote) await this.#extras.look(signal)
    const models = Array.from(listed, ([id, model]) => ({
      ...modelNames(settings, id),
      ...this.#extras.about(id, model),
    }))
    const { problem } = this.#extras
    return { models, ...(problem !== undefined && { problem }) }
  }

  /** Only servers nearby are asked for more than their lists. */
  async glance(signal: AbortSignal): Promise<string | undefined> {
    return this.#link.settings.remote ? undefined : this.#extras.glance(signal)
  }

  /** How it takes orders, by what it was found to be; it is looked at first where it never was. */
  async orders(signal: AbortSignal): Promise<ModelOrders> {
    if (this.#listed === '') await this.look(signal)
    const { manages } = this.#extras
    if (manages === 'lm-studio') return lmStudioOrders(this.#link)
    return manages === undefined ? noOrders(this.#link.settings.name) : llamaSwapOrders(this.#link)
  }

  async #list(signal: AbortSignal): Promise<ReadonlyMap<string, OpenaiModel>> {
    const { agent, settings } = this.#link
    const call = { method: 'GET', path: '/v1/models', timeoutMs: LOOK_TIMEOUT_MS, signal } as const
    const answer = await httpCall(agent, settings, call)
    const unlisted = unlistedModels(answer.status, settings)
    if (unlisted.length > 0) return new Map(unlisted.map((id) => [id, OpenaiModel.parse({ id })]))
    const listed = readOpenaiModels(jsonOf(answer, settings))
    if (listed === undefined) throw failureFromNonsense(undefined, settings.name)
    refuseTooMany(listed.size, settings.name)
    return listed
  }

  #noteIds(ids: readonly string[]): void {
    const listed = JSON.stringify(ids)
    if (listed !== this.#listed) this.#extras.forget()
    this.#listed = listed
  }
}
