import type { Agent } from 'undici'
import { z } from 'zod'
import type { BackendLook, BackendSettings } from '../../contracts/backend.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Fact, ModelFacts, ReportedModel } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { getJson, type Link, postJson } from './link.ts'
import { mapLimited } from './map-limited.ts'
import { refuseTooMany } from './most-models.ts'
import { OllamaTag, readOllamaShow, type Shown } from './ollama-show.ts'
import { llamaCppSign, refuseOtherKind } from './other-kind.ts'
import { inferred, modelNames, reported } from './reported.ts'
import { tolerant } from './tolerant.ts'

const Tags = z.object({ models: tolerant.list(OllamaTag) })
const Version = z.object({ version: tolerant.text })
const Running = z.object({
  name: z.string(),
  digest: tolerant.text,
  context_length: tolerant.count,
  size_vram: tolerant.count,
})
const Ps = z.object({ models: tolerant.list(Running) })

type Running = z.infer<typeof Running>

const SHOW_TIMEOUT_MS = 4_000
const SHOWS_AT_ONCE = 4
/** Where there are thousands of models, the facts of some have to wait for the next looks. */
const SHOWS_FOR_MS = 4_000
/** What Ollama serves on a small GPU when nobody says otherwise. */
const DEFAULT_CONTEXT = 4096

/** Looks at one Ollama server again and again: `/api/show` is asked once for each model and digest. */
export class OllamaLooker {
  readonly #link: Link
  readonly #shown = new Map<string, Shown>()

  constructor(agent: Agent, settings: BackendSettings) {
    this.#link = { agent, settings }
  }

  /** Throws a GatewayError when the models cannot be listed; whatever else fails only costs facts. */
  async look(signal: AbortSignal): Promise<BackendLook> {
    const [listed, running, version] = await Promise.all([
      getJson(this.#link, '/api/tags', signal).catch((thrown) => this.#explain(thrown, signal)),
      this.#running(signal).catch(() => undefined),
      this.#version(signal),
    ])
    if (version === undefined) await refuseOtherKind(this.#link, llamaCppSign, signal)
    const tags = readTags(listed, this.#link.settings.name)
    const shown = await this.#showAll(tags, signal)
    const inMemory = running && finderOf(running)
    this.#forgetAllBut(tags)
    return {
      version,
      models: tags.flatMap((tag, at) => {
        const facts = shown[at]
        return facts === undefined ? [] : [toModel(this.#link.settings, tag, facts, inMemory)]
      }),
    }
  }

  async glance(signal: AbortSignal): Promise<string> {
    const running = await this.#running(signal)
    return running.map((it) => `${it.name} ${it.digest} ${it.context_length}`).join('\n')
  }

  /** A list that fails because another kind of server answers is told so. */
  async #explain(thrown: unknown, signal: AbortSignal): Promise<never> {
    if (thrown instanceof GatewayError && thrown.code !== 'upstream_unreachable') {
      await refuseOtherKind(this.#link, llamaCppSign, signal)
    }
    throw thrown
  }

  async #version(signal: AbortSignal): Promise<string | undefined> {
    const answer = await getJson(this.#link, '/api/version', signal).catch(() => undefined)
    return Version.safeParse(answer).data?.version
  }

  async #running(signal: AbortSignal): Promise<readonly Running[]> {
    return Ps.safeParse(await getJson(this.#link, '/api/ps', signal)).data?.models ?? []
  }

  #showAll(tags: readonly OllamaTag[], signal: AbortSignal): Promise<readonly Shown[]> {
    const until = performance.now() + SHOWS_FOR_MS
    const show = (tag: OllamaTag, each: AbortSignal): Promise<Shown> =>
      performance.now() < until ? this.#show(tag, each) : Promise.resolve(this.#known(tag))
    return mapLimited(tags, SHOWS_AT_ONCE, show, signal)
  }

  #known(tag: OllamaTag): Shown {
    return this.#shown.get(keyOf(tag)) ?? readOllamaShow(tag, undefined)
  }

  async #show(tag: OllamaTag, signal: AbortSignal): Promise<Shown> {
    const known = this.#shown.get(keyOf(tag))
    if (known !== undefined) return known
    const order = { path: '/api/show', body: { model: tag.name }, timeoutMs: SHOW_TIMEOUT_MS }
    try {
      const shown = readOllamaShow(tag, await postJson(this.#link, order, signal))
      this.#shown.set(keyOf(tag), shown)
      return shown
    } catch {
      signal.throwIfAborted()
      return this.#known(tag)
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
    const tags = Tags.safeParse(answer).data?.models ?? []
    refuseTooMany(tags.length, backend)
    return tags
  }
  const message = `The backend ${backend} did not answer with a list of models: is it an Ollama server?`
  throw new GatewayError('upstream_invalid_response', message, { backend })
}

type Finder = (tag: OllamaTag) => Running | undefined

/** Of a tag what is in memory, if it is; several names may mean one file. */
function finderOf(running: readonly Running[]): Finder {
  const byName = new Map(running.map((it) => [it.name, it]))
  const byDigest = new Map(running.map((it) => [it.digest, it]))
  return ({ name, digest }) =>
    byName.get(name) ?? (digest === undefined ? undefined : byDigest.get(digest))
}

function toModel(
  settings: BackendSettings,
  tag: OllamaTag,
  shown: Shown,
  inMemory: Finder | undefined,
): ReportedModel {
  const running = inMemory?.(tag)
  return {
    ...modelNames(settings, tag.name),
    ...defined({
      digest: tag.digest,
      sizeBytes: shown.cloud ? undefined : tag.size,
      cloud: shown.cloud || undefined,
      loaded: inMemory === undefined ? undefined : running !== undefined,
      memoryBytes: running?.size_vram,
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
