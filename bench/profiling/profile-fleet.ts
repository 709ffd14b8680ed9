import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { FAMILIES, type Family } from '../../src/contracts/routing.ts'
import { probes } from '../../src/learning/probes/index.ts'
import { writeReplies } from '../../test/support/known-replies.ts'
import { startSimulator } from '../../test/support/simulators.ts'
import { countingProxy } from './counting-proxy.ts'
import { kendall } from './kendall.ts'
import { KilledRouter } from './killed-router.ts'
import { chance, serverOf, share, TRUE_FLEET, type TrueModel } from './true-fleet.ts'

export interface FleetOptions {
  readonly folder: string
  readonly kills: number
  /** By how much faster than real the simulations work. */
  readonly pace: number
}

interface ProfiledModel {
  readonly name: string
  /** The larger of the errors in reading and writing, as a share. */
  readonly speedError: number
  /** Of the order of the kinds of work. */
  readonly tau: number
  readonly gpuSeconds: number
  /** What it claims and does not have was found out. */
  readonly liesFound: boolean
}

export interface ProfiledFleet {
  readonly models: readonly ProfiledModel[]
  /** Of the order of the models, by kind of work. */
  readonly taus: Readonly<Record<Family, number>>
  /** Seconds at the models' real pace; the most that any took. */
  readonly gpuSecondsPerModel: number
  /** Answers to probes that were kept. */
  readonly probes: number
  /** Probes of which nothing is known in the end. */
  readonly lost: number
  /** Probes that were asked again after their answer was kept. */
  readonly repeated: number
  readonly kills: number
  /** What the router said went wrong. */
  readonly problems: readonly string[]
}

/** Probes of each kind of work. */
const DEPTH = 20
const KINDS = ['ollama', 'llama.cpp', 'openai', 'anthropic'] as const
const SHORTEST_LIFE_MS = 1500
const LONGEST_LIFE_MS = 6000

interface Profile {
  readonly name: string
  readonly families: Readonly<Record<Family, { readonly quality: number }>>
  readonly placements: readonly {
    readonly context: { readonly served: number | null }
    readonly capabilities: Readonly<Record<string, { readonly value: boolean }>>
  }[]
}

/** Has a router profile the fleet while it is killed again and again, and compares what it found with the truth. */
export async function profileFleet({ folder, kills, pace }: FleetOptions): Promise<ProfiledFleet> {
  const replies = (model: TrueModel): string => join(folder, `${model.name}.json`)
  for (const model of TRUE_FLEET) {
    writeReplies(replies(model), ({ id, family, difficulty }) => {
      return share(model.name, id) < chance(model.skill[family], difficulty)
    })
  }
  const servers = await Promise.all(
    KINDS.map((kind) => startSimulator(kind, serverOf(kind, replies))),
  )
  await Promise.all(servers.map((server) => server.control({ speed: pace })))
  const answered: string[] = []
  const proxies = await Promise.all(servers.map(({ url }) => countingProxy(url, answered)))
  const yaml = `backends:\n${KINDS.map((kind, at) => `  - { name: ${kind.replace('.', '-')}, kind: ${kind}, url: '${proxies[at]?.url}' }\n`).join('')}`
  const router = new KilledRouter(folder, yaml)
  const repeated = await profileThroughKills(router, kills, answered)
  const { jobs } = await router.get<{ jobs: readonly { problems: readonly string[] }[] }>(
    '/admin/jobs',
  )
  const { profiles } = await router.get<{ profiles: readonly Profile[] }>(
    '/admin/profiles?limit=100',
  )
  const findings = router.findings()
  await router.kill()
  for (const proxy of proxies) proxy.close()
  await Promise.all(servers.map((server) => server.stop()))
  const problems = jobs.flatMap((job) => job.problems)
  return compared(profiles, findings, { repeated, kills, pace, problems })
}

/** How many probes were answered again although their answer was kept. */
async function profileThroughKills(
  router: KilledRouter,
  kills: number,
  answered: readonly string[],
): Promise<number> {
  let repeated = 0
  let known = new Set<string>()
  let heard = 0
  for (let life = 0; life <= kills; life++) {
    await router.start()
    if (life === 0) await router.post('/admin/reprofile', {})
    if (life < kills) {
      await sleep(SHORTEST_LIFE_MS + Math.random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS) + 700)
      await router.kill()
    } else await ended(router)
    repeated += answered.slice(heard).filter((asked) => known.has(asked)).length
    heard = answered.length
    known = askedAlready(router)
  }
  return repeated
}

/** What need not be asked any more, as the proxies see it. */
function askedAlready(router: KilledRouter): Set<string> {
  const prompts = new Map(probes.map(({ id, prompt }) => [`probe:${id}`, prompt]))
  const asked = [...router.findings().keys()].flatMap((key) => {
    const [placement = '', item = ''] = key.split(' ')
    const prompt = prompts.get(item)
    return prompt === undefined ? [] : [`${placement.split('@')[0]}\n${prompt}`]
  })
  return new Set(asked)
}

async function ended(router: KilledRouter): Promise<void> {
  for (;;) {
    await sleep(500)
    const { jobs } = await router.get<{ jobs: readonly { state: string }[] }>('/admin/jobs')
    if (jobs.every(({ state }) => state !== 'running')) return
  }
}

type Findings = ReturnType<KilledRouter['findings']>

function compared(
  profiles: readonly Profile[],
  findings: Findings,
  run: Pick<ProfiledFleet, 'repeated' | 'kills' | 'problems'> & { readonly pace: number },
): ProfiledFleet {
  const found = TRUE_FLEET.map((model) => {
    const profile = profiles.find(({ name }) => name === model.name)
    if (profile === undefined) throw new Error(`There is no profile of ${model.name}`)
    return { model, profile, own: findingsOf(findings, model.name) }
  })
  const models = found.map(({ model, profile, own }) =>
    comparedModel(model, profile, own, run.pace),
  )
  const taus = FAMILIES.map((family) => {
    const truth = found.map(({ model }) => model.skill[family])
    return [
      family,
      kendall(
        truth,
        found.map(({ profile }) => profile.families[family].quality),
      ),
    ]
  })
  const answers = found.map(
    ({ own }) => [...own].filter(([item]) => item.startsWith('probe:')).length,
  )
  const wanted = found.map(({ model }) => DEPTH * (FAMILIES.length - (model.tools ? 0 : 1)))
  return {
    models,
    taus: Object.fromEntries(taus) as Record<Family, number>,
    gpuSecondsPerModel: Math.max(...models.map(({ gpuSeconds }) => gpuSeconds)),
    probes: answers.reduce((sum, count) => sum + count, 0),
    lost: wanted.reduce((sum, count, at) => sum + Math.max(0, count - (answers[at] ?? 0)), 0),
    ...run,
  }
}

function findingsOf(findings: Findings, model: string): Findings {
  const own = [...findings].flatMap(([key, value]) => {
    const [placement = '', item = ''] = key.split(' ')
    return placement.startsWith(`${model}@`) ? [[item, value] as const] : []
  })
  return new Map(own)
}

function comparedModel(
  { name, skill, speed, served, tools }: TrueModel,
  { families, placements }: Profile,
  own: Findings,
  pace: number,
): ProfiledModel {
  const { prefillTps, decodeTps } = Object(own.get('speed'))
  const errors = [prefillTps / (speed.prefill * pace), decodeTps / (speed.decode * pace)].map(
    (ratio) => Math.abs(ratio - 1),
  )
  const truth = FAMILIES.map((family) => skill[family])
  const seconds = [...own.values()].reduce((sum, { ms }) => sum + Number(ms ?? 0), 0) / 1000
  const [place] = placements
  return {
    name,
    speedError: Math.max(...errors),
    tau: kendall(
      truth,
      FAMILIES.map((family) => families[family].quality),
    ),
    gpuSeconds: seconds * pace,
    liesFound:
      (place?.context.served ?? served) === served && place?.capabilities['tools']?.value === tools,
  }
}
