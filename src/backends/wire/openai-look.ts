import type { Agent } from 'undici'
import { z } from 'zod'
import type { BackendLook, BackendSettings } from '../../contracts/backend.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { ReportedModel } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { failureFromNonsense } from './failure.ts'
import { httpCall } from './http-call.ts'
import { jsonIn, jsonOf } from './json-call.ts'
import { type LmStudioModel, readLmStudioModels, withLmStudio } from './lm-studio.ts'
import { OpenaiModel, openaiFacts, readOpenaiModels } from './openai-models.ts'
import { modelNames } from './reported.ts'
import { tolerant } from './tolerant.ts'

const TIMEOUT_MS = 10_000
/** How servers say that they have no list. */
const NO_LIST: readonly number[] = [404, 405, 501]
const LM_STUDIO = '/api/v0/models'
const LLAMA_SWAP = '/running'

const Running = z.object({
  running: tolerant.list(z.object({ model: z.string(), state: tolerant.text })),
})

interface Extras {
  readonly lmStudio: ReadonlyMap<string, LmStudioModel>
  /** Ids of the models that are loaded, where a server tells. */
  readonly running: ReadonlySet<string> | undefined
}

/** Looks at one server that speaks OpenAI's language. */
export class OpenaiLooker {
  readonly #agent: Agent
  readonly #settings: BackendSettings
  /** Paths of certain servers' own that this one does not have. */
  readonly #absent = new Set<string>()

  constructor(agent: Agent, settings: BackendSettings) {
    this.#agent = agent
    this.#settings = settings
  }

  /** A server without a list has the models that are configured for it by their full names. */
  async look(signal: AbortSignal): Promise<BackendLook> {
    const listed = await this.#list(signal)
    const extras = await this.#extras(signal)
    const models = [...listed].map(([id, model]) => toModel(this.#settings, [id, model], extras))
    return { models }
  }

  async #list(signal: AbortSignal): Promise<ReadonlyMap<string, OpenaiModel>> {
    const { name, models } = this.#settings
    const path = '/v1/models'
    const answer = await httpCall(this.#agent, this.#settings, {
      method: 'GET',
      path,
      timeoutMs: TIMEOUT_MS,
      signal,
    })
    const configured = models.filter((glob) => !/[*?[\]{}!]/.test(glob))
    if (NO_LIST.includes(answer.status) && configured.length > 0) {
      return new Map(configured.map((id) => [id, OpenaiModel.parse({ id })]))
    }
    const listed = readOpenaiModels(jsonOf(answer, this.#settings))
    if (listed !== undefined) return listed
    throw failureFromNonsense(undefined, name)
  }

  /** Only servers nearby are asked for more: those far away are no LM Studio. */
  async #extras(signal: AbortSignal): Promise<Extras> {
    if (this.#settings.remote) return { lmStudio: new Map(), running: undefined }
    const [lmStudio, llamaSwap] = await Promise.all([
      this.#extra(LM_STUDIO, signal),
      this.#extra(LLAMA_SWAP, signal),
    ])
    const running = Running.safeParse(llamaSwap).data?.running
    const loaded = running?.filter(({ state }) => state === undefined || state === 'ready')
    return {
      lmStudio: readLmStudioModels(lmStudio),
      running: loaded && new Set(loaded.map(({ model }) => model)),
    }
  }

  async #extra(path: string, signal: AbortSignal): Promise<unknown> {
    if (this.#absent.has(path)) return undefined
    const call = { method: 'GET', path, timeoutMs: TIMEOUT_MS, signal } as const
    try {
      const { status, body } = await httpCall(this.#agent, this.#settings, call)
      const value = status === 200 ? jsonIn(body) : undefined
      if (value === undefined) this.#absent.add(path)
      return value
    } catch (thrown) {
      if (!(thrown instanceof GatewayError)) throw thrown
      return undefined
    }
  }
}

function toModel(
  settings: BackendSettings,
  [id, model]: readonly [string, OpenaiModel],
  { lmStudio, running }: Extras,
): ReportedModel {
  const own = lmStudio.get(id)
  return {
    ...modelNames(settings, id),
    ...defined({ sizeBytes: model.meta?.size, loaded: running?.has(id) }),
    ...(own === undefined ? { facts: openaiFacts(model) } : withLmStudio(model, own)),
  }
}
