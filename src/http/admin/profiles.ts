import type { SkillProfile } from '../../contracts/learning.ts'
import type { Catalog, Model, Placement } from '../../contracts/model.ts'
import type { MeasuredSpeed } from '../../contracts/profile.ts'
import type { Family, PlacementState } from '../../contracts/routing.ts'
import { latencyOf, totalSeconds } from '../../routing/latency.ts'
import { placementsOf } from '../../routing/resolve.ts'
import type { Endpoint, Http } from '../endpoint.ts'
import { evidenceJson } from '../evidence-json.ts'
import { pageOf } from '../paging.ts'

/** The request by which response times are compared: a question of a paragraph and an answer of a page. */
const USUAL = { tokensIn: 200, tokensOut: 300 }

/** From this response time on the original's `speed` is 0. */
const SLOWEST_MS = 30_000

/** What is known of every model, each number with what it comes from; the original's fields first. */
export const adminProfiles: Endpoint = {
  method: 'GET',
  path: '/admin/profiles',
  access: 'admin',
  handle(http, request) {
    const page = pageOf(request.query)
    const { model } = request.query as Readonly<Record<string, unknown>>
    const chats = asked(http.serving.snapshot().catalog, model)
    const sorted = chats.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const shown = sorted.slice(page.offset, page.offset + page.limit)
    return { total: sorted.length, ...page, profiles: shown.map((model) => describe(model, http)) }
  },
}

/** All models that answer chats, or the one that was named, whatever it is for. */
function asked(catalog: Catalog, name: unknown): readonly Model[] {
  const all = [...catalog.models.values()]
  if (typeof name !== 'string') return all.filter(({ placements }) => placements.some(answersChats))
  const named = placementsOf(name, catalog)?.[0]
  return all.filter(({ id }) => id === named?.model)
}

function answersChats({ facts }: Placement): boolean {
  return (facts.role?.value ?? 'chat') === 'chat'
}

function describe({ id, placements }: Model, http: Http): object {
  const [first] = placements
  if (first === undefined) return { name: id }
  const skill = http.learning.skill(first)
  const ms = Math.min(...placements.map((placement) => 1000 * secondsAt(placement, http)))
  const examined = http.learning.examined(first)
  const quality = (family: Family): number => skill.families[family].quality
  return {
    name: id,
    ...{ reasoning: quality('reasoning'), coding: quality('code') },
    ...{ creativity: quality('writing'), factual: quality('knowledge') },
    speed: 1 - Math.min(1, ms / SLOWEST_MS),
    avg_response_time_ms: Math.round(ms),
    last_profiled: momentOf(examined?.at),
    ability: { theta: skill.theta, sd: skill.sd },
    families: familiesOf(skill),
    placements: placements.map((placement) => placementOf(placement, http)),
    profiled_at: momentOf(examined?.at),
    revision: examined?.revision ?? null,
  }
}

function familiesOf({ families }: SkillProfile): object {
  return Object.fromEntries(
    Object.entries(families).map(([name, { quality, sd, evidence }]) => {
      return [name, { quality, sd, evidence: evidenceJson(evidence) }]
    }),
  )
}

function placementOf(placement: Placement, { learning, serving }: Http): object {
  const { backend, facts, memoryBytes, digest } = placement
  const examined = learning.examined(placement)
  return {
    backend,
    speed: speedOf(serving.live.state(placement), examined?.speed),
    context: {
      claimed: facts.trainedContext?.value ?? null,
      served: facts.servedContext?.value ?? null,
      verified: examined?.verifiedContext ?? null,
    },
    capabilities: facts.capabilities,
    memory_bytes: memoryBytes ?? null,
    failures: examined?.failures ?? {},
    revision: digest ?? null,
  }
}

function speedOf(
  { prefillTps, decodeTps, loadSeconds }: PlacementState,
  profiled: MeasuredSpeed | undefined,
): object {
  return {
    prefill_tps: prefillTps ?? null,
    decode_tps: decodeTps ?? null,
    ttft_ms: profiled?.ttftMs ?? null,
    load_s: loadSeconds ?? null,
    source: sourceOf(decodeTps ?? prefillTps, profiled),
  }
}

/** Whether requests showed a speed lately, or a profile did some time ago. */
function sourceOf(speed: number | undefined, profiled: MeasuredSpeed | undefined): string | null {
  if (speed === undefined) return null
  return speed === profiled?.decodeTps || speed === profiled?.prefillTps ? 'profile' : 'requests'
}

function secondsAt(placement: Placement, { serving }: Http): number {
  const { tokensIn, tokensOut } = USUAL
  const state = serving.live.state(placement)
  return totalSeconds(
    latencyOf({
      placement: { ...placement, loaded: true },
      state: { ...state, busy: 0, load: undefined },
      profile: { tokensOut },
      pace: 1,
      thinks: false,
      tokensIn,
    }),
  )
}

function momentOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}
