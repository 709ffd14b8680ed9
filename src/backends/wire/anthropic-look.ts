import type { BackendLook } from '../../contracts/backend.ts'
import type { ModelFacts } from '../../contracts/model.ts'
import { readAnthropicModels } from './anthropic-models.ts'
import { versionedPeer } from './anthropic-peer.ts'
import { failureFromNonsense } from './failure.ts'
import { httpCall } from './http-call.ts'
import { jsonOf } from './json-call.ts'
import { type Link, LOOK_TIMEOUT_MS } from './link.ts'
import { refuseTooMany } from './most-models.ts'
import { modelNames } from './reported.ts'
import { unlistedModels } from './unlisted-models.ts'

const PATH = '/v1/models?limit=1000'
/** Of so many models each; a list that never ends is not read to its end. */
const MOST_PAGES = 50

type Listed = Map<string, ModelFacts>

/** Looks at a server that speaks Anthropic's Messages; one without a list has the models configured by their full names. */
export async function anthropicLook(link: Link, signal: AbortSignal): Promise<BackendLook> {
  const listed: Listed = new Map()
  let next = await addPage(link, listed, PATH, signal)
  for (let page = 1; next !== undefined && page < MOST_PAGES; page++) {
    const before = listed.size
    next = await addPage(link, listed, `${PATH}&after_id=${encodeURIComponent(next)}`, signal)
    if (listed.size === before) break
  }
  return {
    models: Array.from(listed, ([id, facts]) => ({ ...modelNames(link.settings, id), facts })),
  }
}

/** Gives back what the next page comes after. */
async function addPage(
  { agent, settings }: Link,
  listed: Listed,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const peer = versionedPeer(settings)
  const call = { method: 'GET', path, timeoutMs: LOOK_TIMEOUT_MS, signal } as const
  const answer = await httpCall(agent, peer, call)
  const unlisted = unlistedModels(answer.status, settings)
  for (const id of unlisted) listed.set(id, { capabilities: {} })
  if (unlisted.length > 0) return undefined
  const page = readAnthropicModels(jsonOf(answer, peer))
  if (page === undefined) throw failureFromNonsense(undefined, settings.name)
  for (const [id, facts] of page.models) listed.set(id, facts)
  refuseTooMany(listed.size, settings.name)
  return page.next
}
