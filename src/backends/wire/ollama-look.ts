import type { Agent } from 'undici'
import { z } from 'zod'
import type { BackendLook, BackendSettings } from '../../contracts/backend.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Fact, ModelFacts, ReportedModel } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { jsonCall } from './json-call.ts'
import { mapLimited } from './map-limited.ts'
import { OllamaTag, readOllamaShow, type Shown } from './ollama-show.ts'
import { inferred, modelNames, reported } from './reported.ts'
import { tolerant } from './tolerant.ts'

const Tags = z.object({ models: tolerant.list(OllamaTag) })
const Version = z.object({ version: tolerant.text })
const Running = z.object({
  name: z.string(),
  digest: tolerant.text,
  context_length: tolerant.count,
})
const Ps = z.object({ models: tolerant.list(Running) })

type Running = z.infer<typeof Running>

const TIMEOUT_MS = 10_000
const SHOWS_AT_ONCE = 4
/** What Ollama serves on a small GPU when nobody says otherwise. */
const DEFAULT_CONTEXT = 4096

/** Looks at one Ollama server again and again: `/api/show` is asked once for each model and digest. */
export class OllamaLooker {
  readonly #agent: Agent
  readonly #settings: BackendSettings
  readonly #shown = new Map<string, Shown>()

  constructor(agent: Agent, settings: BackendSettings) {
    this.#agent = agent
    this.#settings = settings
  }

  /** Throws a GatewayError when the models cannot be listed; whatever else fails only costs facts. */
  async look(signal: AbortSignal): Promise<BackendLook> {
    const [listed, running, version] = await Promise.all([
      this.#get('/api/tags', signal),
      this.#get('/api/ps', signal).catch(() => undefined),
      this.#get('/api/version', signal).catch(() => undefined),
    ])
    const tags = readTags(listed, this.#settings.name)
    const shown = await mapLimited(
      tags,
      SHOWS_AT_ONCE,
      (tag, each) => this.#show(tag, each),
      signal,
    )
    this.#forgetAllBut(tags)
    const loaded = Ps.safeParse(running).data?.models ?? (running === undefined ? undefined : [])
    return {
      version: Version.safeParse(version).data?.version,
      models: tags.flatMap((tag, at) => {
        const facts = shown[at]
        return facts === undefined ? [] : [toModel(this.#settings, tag, facts, loaded)]
      }),
    }
  }

  #get(path: string, signal: AbortSignal): Promise<unknown> {
    return jsonCall(this.#agent, this.#settings, {
      method: 'GET',
      path,
      timeoutMs: TIMEOUT_MS,
      signal,
    })
  }

  async #show(tag: OllamaTag, signal: AbortSignal): Promise<Shown> {
    const known = this.#shown.get(keyOf(tag))
    if (known !== undefined) return known
    const body = { model: tag.name }
    const call = { method: 'POST', path: '/api/show', body, timeoutMs: TIMEOUT_MS, signal } as const
    try {
      const shown = readOllamaShow(tag, await jsonCall(this.#agent, this.#settings, call))
      this.#shown.set(keyOf(tag), shown)
      return shown
    } catch {
      signal.throwIfAborted()
      return readOllamaShow(tag, undefined)
    }
  }

  #forgetAllBut(tags: readonly OllamaTag[]): void {
    const current = new Set(tags.map(keyOf))
    for (const key of this.#shown.keys()) if (!current.has(key)) this.#shown.delete(key)
  }
}

function keyOf({ name, digest }: OllamaTag): string {
  return `${name} ${digest}`
}

function readTags(answer: unknown, backend: string): readonly OllamaTag[] {
  if (typeof answer === 'object' && answer !== null && 'models' in answer) {
    return Tags.safeParse(answer).data?.models ?? []
  }
  const message = `The backend ${backend} did not answer with a list of models: is it an Ollama server?`
  throw new GatewayError('upstream_invalid_response', message, { backend })
}

function toModel(
  settings: BackendSettings,
  tag: OllamaTag,
  shown: Shown,
  loaded: readonly Running[] | undefined,
): ReportedModel {
  const running = loaded?.find(
    ({ name, digest }) => name === tag.name || (digest !== undefined && digest === tag.digest),
  )
  return {
    ...modelNames(settings, tag.name),
    ...defined({
      digest: tag.digest,
      sizeBytes: shown.cloud ? undefined : tag.size,
      cloud: shown.cloud || undefined,
      loaded: loaded === undefined ? undefined : running !== undefined,
    }),
    facts: withServedContext(shown, running),
  }
}

/** Loaded: what is loaded. Else what the Modelfile asks for; else, cautiously, Ollama's smallest default. */
function withServedContext(shown: Shown, running: Running | undefined): ModelFacts {
  const trained = shown.facts.trainedContext
  const most = trained?.value ?? Number.POSITIVE_INFINITY
  const setting = shown.contextSetting
  const served: Fact<number> | undefined =
    reported(running?.context_length) ??
    (shown.cloud ? trained : undefined) ??
    reported(setting === undefined ? undefined : Math.min(setting, most)) ??
    inferred(Math.min(DEFAULT_CONTEXT, most))
  return { ...shown.facts, ...defined({ servedContext: served }) }
}
