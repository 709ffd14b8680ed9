import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeReplies } from '../support/known-replies.ts'
import { json, type Router, startRouter, until } from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

const PROMPT = 'Write a Python function that merges two sorted lists, and explain how it works.'

interface Candidate {
  readonly model: string
  readonly quality: number
  readonly known_by: Readonly<Record<string, number>>
}

interface Explained {
  readonly chosen: { readonly model: string }
  readonly candidates: readonly Candidate[]
}

const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-ablation-'))
let ollama: Simulator

beforeAll(async () => {
  writeReplies(join(folder, 'poor.json'), () => false)
  writeReplies(join(folder, 'good.json'), () => true)
  const speed = { prefill: 50_000, decode: 20_000, load: 0.01 }
  ollama = await startSimulator('ollama', {
    models: [
      { name: 'alpha:8b', parameters: 8, replies: join(folder, 'poor.json'), speed },
      { name: 'beta:8b', parameters: 8, replies: join(folder, 'good.json'), speed },
    ],
  })
})

afterAll(async () => {
  await ollama?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function start(env: Readonly<Record<string, string>> = {}): Promise<Router> {
  return startRouter({
    yaml: `backends: [{ name: desk, kind: ollama, url: '${ollama.url}' }]`,
    env,
  })
}

async function explain(router: Router): Promise<Explained> {
  return json<Explained>(await router.post('/admin/explain', { prompt: PROMPT, policy: 'quality' }))
}

function of(model: string, { candidates }: Explained): Candidate {
  const found = candidates.find((one) => one.model === model)
  if (found === undefined) throw new Error(`${model} is no candidate.`)
  return found
}

/** The sources that speak of a model, by what explains the decision. */
function sourcesOf(model: string, explained: Explained): readonly string[] {
  const told = Object.entries(of(model, explained).known_by)
  return told.filter(([, answers]) => answers > 0).map(([source]) => source)
}

/** Resolves to the explanation once the other model is chosen. */
async function turned(router: Router): Promise<Explained> {
  await until(async () => (await explain(router)).chosen.model === 'beta:8b', 20_000)
  return explain(router)
}

describe('of two models that are expected to be as good as each other', () => {
  it('the first is chosen, and explain says that nothing speaks for it', async () => {
    const router = await start()
    const explained = await explain(router)
    expect(explained.chosen.model).toBe('alpha:8b')
    expect(of('alpha:8b', explained).quality).toBeCloseTo(of('beta:8b', explained).quality)
    expect(sourcesOf('alpha:8b', explained)).toEqual([])
    await router.stop()
  })

  it('the other is, where only benchmarks speak for it', async () => {
    const mapping = join(folder, 'mapping.json')
    writeFileSync(mapping, JSON.stringify({ 'claude-3-5-sonnet-20241022': 'beta:8b' }))
    const router = await start({ ROUTER_ARTIFICIAL_ANALYSIS_MODEL_MAPPING_FILE: mapping })
    const explained = await turned(router)
    expect(sourcesOf('beta:8b', explained)).toEqual(['benchmarks'])
    expect(sourcesOf('alpha:8b', explained)).toEqual([])
    await router.stop()
  })

  it('the other is, where only probes speak for it', async () => {
    const router = await start({ ROUTER_PROFILE_PROMPTS_PER_CATEGORY: '4' })
    await router.post('/admin/reprofile', {})
    const explained = await turned(router)
    expect(sourcesOf('beta:8b', explained)).toEqual(['probes'])
    expect(of('beta:8b', explained).quality).toBeGreaterThan(of('alpha:8b', explained).quality)
    await router.stop()
  })

  it('the other is, where only users speak against the first', async () => {
    const router = await start()
    const before = of('alpha:8b', await explain(router)).quality
    for (let at = 0; at < 12; at++) {
      const messages = [{ role: 'user', content: `${PROMPT} (${at})` }]
      const answer = await router.chat({ model: 'alpha:8b', messages })
      const { id } = await json<{ id: string }>(answer)
      const voter = { 'x-openwebui-user-id': `user-${at}` }
      await router.post('/v1/feedback', { response_id: id, score: -1 }, voter)
    }
    const explained = await turned(router)
    expect(sourcesOf('alpha:8b', explained)).toEqual(['feedback'])
    expect(sourcesOf('beta:8b', explained)).toEqual([])
    expect(of('alpha:8b', explained).quality).toBeLessThan(before)
    await router.stop()
  })
})
