import type { Agent } from 'undici'
import { z } from 'zod'
import type { BackendLook, BackendSettings } from '../../contracts/backend.ts'
import type { ReportedModel } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { failureFromNonsense } from './failure.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'
import { jsonCall } from './json-call.ts'
import { LlamaCppModel, LlamaCppProps, llamaCppFacts } from './llama-cpp-facts.ts'
import { mapLimited } from './map-limited.ts'
import { modelNames } from './reported.ts'
import { tolerant } from './tolerant.ts'

const Models = z.object({ data: tolerant.list(LlamaCppModel) })

const TIMEOUT_MS = 10_000
const PROPS_AT_ONCE = 4

/** Looks at one llama.cpp server, with a model of its own or with several that it loads on demand. Never loads one. */
export class LlamaCppLooker {
  readonly #agent: Agent
  readonly #settings: BackendSettings
  #last: readonly ReportedModel[] = []

  constructor(agent: Agent, settings: BackendSettings) {
    this.#agent = agent
    this.#settings = settings
  }

  /** While the server loads its model it does not name it: it is reported as it was seen last. */
  async look(signal: AbortSignal): Promise<BackendLook> {
    const health = await this.#health(signal)
    if (health.status === 503) {
      return { models: this.#last.map((model) => ({ ...model, loaded: false })) }
    }
    const props = await this.#props('/props', signal)
    this.#last =
      props?.role === 'router' ? await this.#several(signal) : await this.#single(props, signal)
    return { version: props?.build_info, models: this.#last }
  }

  async #single(
    props: LlamaCppProps | undefined,
    signal: AbortSignal,
  ): Promise<readonly ReportedModel[]> {
    const listed = await this.#list('/v1/models', signal)
    const own = listed.length === 1 ? props : undefined
    const loaded = own === undefined ? undefined : own.is_sleeping !== true
    return listed.map((model) => toModel(this.#settings, model, own, loaded))
  }

  async #several(signal: AbortSignal): Promise<readonly ReportedModel[]> {
    const listed = await this.#list('/models', signal)
    const toReported = async (model: LlamaCppModel, each: AbortSignal): Promise<ReportedModel> => {
      const loaded = model.status?.value === 'loaded'
      const path = `/props?model=${encodeURIComponent(model.id)}&autoload=false`
      const props = loaded ? await this.#props(path, each) : undefined
      return toModel(this.#settings, model, props, loaded)
    }
    return mapLimited(listed, PROPS_AT_ONCE, toReported, signal)
  }

  #health(signal: AbortSignal): Promise<HttpAnswer> {
    const call = { method: 'GET', path: '/health', timeoutMs: TIMEOUT_MS, signal } as const
    return httpCall(this.#agent, this.#settings, call)
  }

  /** Undefined when there are none to be had. */
  async #props(path: string, signal: AbortSignal): Promise<LlamaCppProps | undefined> {
    try {
      return LlamaCppProps.safeParse(await this.#get(path, signal)).data
    } catch {
      signal.throwIfAborted()
      return undefined
    }
  }

  async #list(path: string, signal: AbortSignal): Promise<readonly LlamaCppModel[]> {
    const listed = Models.safeParse(await this.#get(path, signal)).data?.data
    if (listed !== undefined) return listed
    throw failureFromNonsense(undefined, this.#settings.name)
  }

  #get(path: string, signal: AbortSignal): Promise<unknown> {
    return jsonCall(this.#agent, this.#settings, {
      method: 'GET',
      path,
      timeoutMs: TIMEOUT_MS,
      signal,
    })
  }
}

function toModel(
  settings: BackendSettings,
  model: LlamaCppModel,
  props: LlamaCppProps | undefined,
  loaded: boolean | undefined,
): ReportedModel {
  const { id, nativeId } = modelNames(settings, model.id)
  return {
    id: withoutPath(id),
    nativeId,
    ...defined({ sizeBytes: model.meta?.size, loaded }),
    facts: llamaCppFacts(model, props),
  }
}

/** A model without an alias goes by the path of its file. */
function withoutPath(id: string): string {
  if (!/^(?:[/.]|[A-Za-z]:\\)|\.gguf$/i.test(id)) return id
  const name = id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf('\\')) + 1)
  return name.replace(/(?:-\d{5}-of-\d{5})?\.gguf$/i, '') || id
}
