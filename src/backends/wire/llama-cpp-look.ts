import type { Agent } from 'undici'
import { z } from 'zod'
import type { BackendLook, BackendSettings } from '../../contracts/backend.ts'
import type { ReportedModel } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { failureFromNonsense } from './failure.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'
import { getJson, type Link, LOOK_TIMEOUT_MS } from './link.ts'
import { LlamaCppModel, LlamaCppProps, llamaCppFacts, loadProblem } from './llama-cpp-facts.ts'
import { llamaCppOrders } from './llama-cpp-orders.ts'
import { mapLimited } from './map-limited.ts'
import { type ModelOrders, noOrders } from './model-orders.ts'
import { refuseTooMany } from './most-models.ts'
import { OpenaiLooker } from './openai-look.ts'
import { ollamaSign, refuseOtherKind } from './other-kind.ts'
import { modelNames } from './reported.ts'
import { tolerant } from './tolerant.ts'

const Models = z.object({ data: tolerant.list(LlamaCppModel) })

const PROPS_AT_ONCE = 4

/** `starting`: not known yet; `several`: it loads its models on demand; `proxy`: it only starts such servers. */
type Mode = 'starting' | 'one' | 'several' | 'proxy'

/** Looks at one llama.cpp server, with a model of its own or with several that it loads on demand. Never loads one. */
export class LlamaCppLooker {
  readonly #link: Link
  readonly #proxy: OpenaiLooker
  #mode: Mode | undefined
  #last: readonly ReportedModel[] = []

  constructor(agent: Agent, settings: BackendSettings) {
    this.#link = { agent, settings }
    this.#proxy = new OpenaiLooker(agent, settings)
  }

  /** Whether the last look found a server with several models. */
  get hasSeveral(): boolean {
    return this.#mode === 'several'
  }

  /** While the server loads its model it does not name it: it is reported as it was seen last. */
  async look(signal: AbortSignal): Promise<BackendLook> {
    const health = await this.#health(signal)
    if (isLoading(health)) {
      this.#mode = 'starting'
      const models = this.#last.map((model) => ({ ...model, loaded: false, loading: true }))
      return { models }
    }
    const props = await this.#props('/props', signal)
    if (props === undefined) return this.#lookAtProxy(signal)
    const isRouter = props.role === 'router'
    this.#mode = isRouter ? 'several' : 'one'
    this.#last = isRouter ? await this.#several(signal) : await this.#single(props, signal)
    return { version: props.build_info, models: this.#last }
  }

  async glance(signal: AbortSignal): Promise<string | undefined> {
    if (this.#mode === 'starting') return `health ${(await this.#health(signal)).status}`
    if (this.#mode === 'proxy') return this.#proxy.glance(signal)
    if (this.#mode !== 'several') return undefined
    const listed = await this.#list('/models', signal)
    return listed.map(({ id, status }) => `${id} ${status?.value} ${status?.failed}`).join('\n')
  }

  /** How it takes orders: asked each time, since a server may come back in another mode. */
  async orders(signal: AbortSignal): Promise<ModelOrders> {
    const props = await this.#props('/props', signal)
    if (props === undefined) return this.#proxy.orders(signal)
    return props.role === 'router' ? llamaCppOrders(this.#link) : noOrders(this.#link.settings.name)
  }

  async #lookAtProxy(signal: AbortSignal): Promise<BackendLook> {
    await refuseOtherKind(this.#link, ollamaSign, signal)
    this.#mode = 'proxy'
    return this.#proxy.look(signal)
  }

  async #single(props: LlamaCppProps, signal: AbortSignal): Promise<readonly ReportedModel[]> {
    const listed = await this.#list('/v1/models', signal)
    const own = listed.length === 1 ? props : undefined
    const loaded = own === undefined ? undefined : own.is_sleeping !== true
    return listed.map((model) => toModel(this.#link.settings, model, own, { loaded }))
  }

  async #several(signal: AbortSignal): Promise<readonly ReportedModel[]> {
    const listed = await this.#list('/models', signal)
    const toReported = async (model: LlamaCppModel, each: AbortSignal): Promise<ReportedModel> => {
      const loaded = model.status?.value === 'loaded'
      const path = `/props?model=${encodeURIComponent(model.id)}&autoload=false`
      const props = loaded ? await this.#props(path, each) : undefined
      return toModel(this.#link.settings, model, props, statusOf(model))
    }
    return mapLimited(listed, PROPS_AT_ONCE, toReported, signal)
  }

  #health(signal: AbortSignal): Promise<HttpAnswer> {
    const call = { method: 'GET', path: '/health', timeoutMs: LOOK_TIMEOUT_MS, signal } as const
    return httpCall(this.#link.agent, this.#link.settings, call)
  }

  /** Undefined when there are none to be had. */
  async #props(path: string, signal: AbortSignal): Promise<LlamaCppProps | undefined> {
    try {
      return LlamaCppProps.safeParse(await getJson(this.#link, path, signal)).data
    } catch {
      signal.throwIfAborted()
      return undefined
    }
  }

  async #list(path: string, signal: AbortSignal): Promise<readonly LlamaCppModel[]> {
    const { name } = this.#link.settings
    const listed = Models.safeParse(await getJson(this.#link, path, signal)).data?.data
    if (listed === undefined) throw failureFromNonsense(undefined, name)
    refuseTooMany(listed.length, name)
    return listed
  }
}

/** Whatever stands before a server that is gone says 503 as well. */
function isLoading({ status, body }: HttpAnswer): boolean {
  return status === 503 && /loading model/i.test(body.toString('utf8'))
}

type Status = Pick<ReportedModel, 'loading' | 'problem'> & {
  readonly loaded: boolean | undefined
}

/** A model that sleeps has to be read from the disk again. */
function statusOf({ status }: LlamaCppModel): Status {
  const value = status?.value
  const loading = value === 'loading' || value === 'downloading' || undefined
  return { loaded: value === 'loaded', ...defined({ loading, problem: loadProblem(status) }) }
}

function toModel(
  settings: BackendSettings,
  model: LlamaCppModel,
  props: LlamaCppProps | undefined,
  status: Status,
): ReportedModel {
  const { id, nativeId } = modelNames(settings, model.id)
  return {
    id: withoutPath(id),
    nativeId,
    ...defined({ sizeBytes: model.meta?.size, ...status }),
    facts: llamaCppFacts(model, props),
  }
}

/** A model without an alias goes by the path of its file. */
function withoutPath(id: string): string {
  if (!/^(?:[/.]|[A-Za-z]:\\)|\.gguf$/i.test(id)) return id
  const name = id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf('\\')) + 1)
  return name.replace(/(?:-\d{5}-of-\d{5})?\.gguf$/i, '') || id
}
