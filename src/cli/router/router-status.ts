import { Backends, Identity, type Judge, Models, Ready, Stats } from './answers.ts'
import { askRouter } from './ask-router.ts'
import type { RouterAddress } from './router-address.ts'

/** A running router at one moment. */
export interface RouterStatus {
  readonly url: string
  readonly version: string
  readonly ready: boolean
  /** What is there, or what is missing. */
  readonly reason: string
  readonly in_flight: number
  /** Who compares answers, and what that took this month. */
  readonly judge: Judge | null
  readonly backends: readonly {
    readonly name: string
    readonly kind: string
    readonly url: string
    readonly up: boolean
    readonly problem: string | null
    readonly models: number
    readonly in_flight: number
    /** Names of the models in memory there. */
    readonly loaded: readonly string[]
  }[]
}

/** Asks a running router how it is. Throws a NoRouter or a UsageError. */
export async function routerStatus(address: RouterAddress): Promise<RouterStatus> {
  const [{ version }, { status, reason }] = await Promise.all([
    askRouter(address, '/', Identity),
    askRouter(address, '/ready', Ready),
  ])
  const [{ backends }, { models }, { judge }] = await Promise.all([
    askRouter(address, '/admin/backends', Backends),
    askRouter(address, '/admin/models', Models),
    askRouter(address, '/admin/stats', Stats),
  ])
  const loadedOn = (name: string): readonly string[] =>
    models
      .filter(({ placements }) => placements.some((at) => at.backend === name && at.loaded))
      .map(({ id }) => id)
  return {
    url: address.url,
    version,
    ready: status === 'ready',
    reason,
    in_flight: backends.reduce((sum, { active }) => sum + active, 0),
    judge: judge ?? null,
    backends: backends.map(({ name, kind, url, up, problem, models: count, active }) => ({
      ...{ name, kind, url, up, problem, models: count, in_flight: active },
      loaded: loadedOn(name),
    })),
  }
}
