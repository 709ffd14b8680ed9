import { describe, expect, it } from 'vitest'
import { json, until } from '../support/router.ts'
import { type LiveRouter, startLiveRouter } from './support/live-router.ts'
import type { ModelProfile } from './support/model-profile.ts'
import { CHAT, EMBED } from './support/recipes.ts'
import { liveStage, type ServerName, SUBJECTS } from './support/stage.ts'

const { servers } = liveStage()

/** A model of 135 million parameters on a processor answers in seconds, and is asked some forty questions. */
const LIMIT_MS = 15 * 60_000

/** Servers with a language of their own: the others are sides of these. */
const CASES: readonly (readonly [title: string, servers: readonly ServerName[]])[] = [
  ['Ollama', ['ollama']],
  ['llama.cpp server', ['llama', 'embed']],
  ['llama.cpp server in router mode', ['router']],
]

for (const [title, names] of CASES) {
  const kind = SUBJECTS.find((subject) => subject.title === title)?.kind ?? ''
  describe.skipIf(names.some((name) => servers[name] === undefined))(title, () => {
    it('has its models profiled from end to end', { timeout: LIMIT_MS }, async ({ task }) => {
      const router = await startLiveRouter(
        names.map((name) => ({ name, kind, url: servers[name]?.url ?? '' })),
        { ROUTER_PROFILE_PROMPTS_PER_CATEGORY: '2' },
      )
      try {
        expect(await profiled(router)).toEqual([])
        const profiles = [await profileOf(router, CHAT), await profileOf(router, EMBED)]
        Object.assign(task.meta, { profiles })
        for (const profile of profiles) expectSensible(profile)
        expect(await calls(router)).toEqual([])
      } finally {
        await router.stop()
      }
    })
  })
}

interface JobBody {
  readonly state: string
  readonly problems: readonly string[]
}

/** What went wrong in a profile of the small models. */
async function profiled(router: LiveRouter): Promise<readonly string[]> {
  await router.post('/admin/reprofile', { models: [CHAT, EMBED] })
  let job: JobBody | undefined
  await until(async () => {
    job = await json<JobBody>(await fetch(`${router.url}/admin/jobs/latest`))
    return job.state !== 'running'
  }, LIMIT_MS)
  return job?.state === 'done' ? job.problems : [job?.state ?? 'no job']
}

/** A second profile has nothing left to ask. */
async function calls(router: LiveRouter): Promise<readonly string[]> {
  const began = performance.now()
  const problems = await profiled(router)
  expect(performance.now() - began).toBeLessThan(10_000)
  return problems
}

async function profileOf(router: LiveRouter, model: string): Promise<ModelProfile> {
  const response = await fetch(`${router.url}/admin/profiles?model=${model}`)
  const [profile] = (await json<{ profiles: ModelProfile[] }>(response)).profiles
  if (profile === undefined) throw new Error(`There is no profile of ${model}.`)
  return profile
}

function expectSensible({ name, placements, families, profiled_at, revision }: ModelProfile): void {
  const [placement] = placements
  expect(profiled_at).not.toBeNull()
  expect(revision).not.toBeNull()
  expect(placement?.failures).toEqual({})
  expect(placement?.speed.prefill_tps).toBeGreaterThan(1)
  if (name.startsWith(EMBED)) return
  expect(placement?.speed.decode_tps).toBeGreaterThan(1)
  expect(placement?.context.served).toBeGreaterThan(1000)
  const { json: keepsToSchema, vision } = placement?.capabilities ?? {}
  expect(keepsToSchema?.source).toBe('measured')
  expect(vision?.value ?? false).toBe(false)
  for (const [family, { evidence }] of Object.entries(families)) {
    if (family !== 'tools') expect([family, evidence.probes]).toEqual([family, 2])
  }
}
