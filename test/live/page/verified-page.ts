import { ONLY_PARSED, ONLY_SIMULATED } from '../../contracts/proofs.ts'
import type { ModelProfile } from '../support/model-profile.ts'
import { type Stage, SUBJECTS, type Subject } from '../support/stage.ts'

/** How one test ended for one server. */
export interface Outcome {
  /** The title of the server's group of tests. */
  readonly subject: string
  readonly promise: string
  readonly state: 'passed' | 'failed' | 'skipped'
}

/** What a profile of a server's models found. */
export interface Profiled {
  /** As of an outcome. */
  readonly subject: string
  readonly profiles: readonly ModelProfile[]
}

export interface Run {
  /** Of the contract suite, over real and simulated servers. */
  readonly contract: readonly Outcome[]
  /** Of the tests through the router. */
  readonly live: readonly Outcome[]
  readonly profiled: readonly Profiled[]
  readonly stage: Stage
  readonly date: string
  /** Such as `linux x64, Node 24.0.0`. */
  readonly machine: string
}

/** The titles that the page's sections have, in their order. */
export const SECTIONS = [
  'Servers',
  'What every backend promises',
  'Through the router',
  'Profiles',
  'Only simulated',
  'Only parsed from recordings',
] as const

/** The page that says what was tried on which real server; Markdown. */
export function verifiedPage(run: Run): string {
  const [servers, contract, router, profiles, simulated, parsed] = SECTIONS
  return [
    '# Verified on real servers',
    `Written by \`npm run test:live\` on ${run.date} (${run.machine}, no graphics card). *real* means that the test passed on that server; *simulated*, that it passed only on a simulation of it; *–*, that it is not for this server.`,
    section(servers, serverTable(run)),
    section(contract, contractTable(run)),
    section(router, routerTable(run)),
    section(profiles, profileTable(run)),
    section(
      simulated,
      table(
        ['What', 'Why', 'Test'],
        ONLY_SIMULATED.map(({ what, why, test }) => [what, why, code(test)]),
      ),
    ),
    section(
      parsed,
      table(
        ['What', 'Recordings', 'Test'],
        ONLY_PARSED.map(({ what, recordings, test }) => [
          what,
          recordings.map(code).join(', '),
          code(test),
        ]),
      ),
    ),
  ].join('\n\n')
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`
}

function serverTable(run: Run): string {
  const rows = SUBJECTS.map((subject) => {
    const of = (state: Outcome['state']): number =>
      [...run.contract, ...run.live].filter(
        (one) => isAbout(one, subject) && !isSimulated(one) && one.state === state,
      ).length
    const counts = [of('passed'), of('failed'), of('skipped')].map(String)
    return [subject.title, code(subject.kind), serverOf(run, subject), ...counts]
  })
  return table(['As', 'Kind', 'Server', 'Passed', 'Failed', 'Skipped'], rows)
}

/** Sides of a server that are not its own language. */
const SIDES: ReadonlyMap<string, string> = new Map([
  ['openai', ', its /v1'],
  ['anthropic', ', its /v1/messages'],
])

/** What stood behind a subject, or why nothing did. */
function serverOf({ stage }: Run, { kind, server }: Subject): string {
  const version = stage.servers[server]?.version
  if (version === undefined) return `not run: ${stage.missing[server] ?? 'not set up'}`
  const program = server === 'ollama' ? 'Ollama' : 'llama.cpp'
  return `${program} ${version}${SIDES.get(kind) ?? ''}`
}

function contractTable({ contract }: Run): string {
  return promiseTable(contract, (found) => {
    const real = found.filter((one) => !isSimulated(one))
    const states = real.map(({ state }) => state)
    if (states.includes('failed')) return '**failed**'
    if (states.includes('passed')) return 'real'
    return found.some(({ state }) => state === 'passed') ? 'simulated' : '–'
  })
}

function routerTable({ live, stage }: Run): string {
  return promiseTable(live, (found, { server }) => {
    if (stage.servers[server] === undefined) return 'not run'
    const states = found.map(({ state }) => state)
    if (states.includes('failed')) return '**failed**'
    return states.includes('passed') ? 'real' : '–'
  })
}

/** What is not known, or is not for a model. */
const NONE = '–'

function profileTable({ profiled }: Run): string {
  const rows = profiled.flatMap(({ subject, profiles }) =>
    profiles.map((profile) => [subject, ...profileCells(profile)]),
  )
  return [
    'What `POST /admin/reprofile` found out about small models (SmolLM2 with 135 million parameters, all-MiniLM-L6-v2), with two probes of each kind of work. Skill is the chance of a right answer to work of medium difficulty.',
    table([...PROFILE_HEAD], rows),
  ].join('\n\n')
}

const PROFILE_HEAD = [
  ...['Server', 'Model', 'Reads, tokens/s', 'Writes, tokens/s', 'Loads, s', 'Context'],
  ...['Tools', 'JSON', 'Sees', 'Thinks', 'Skill'],
] as const

function profileCells({ name, placements, families }: ModelProfile): readonly string[] {
  const { speed, context, capabilities } = placements[0] ?? {}
  const asked = Object.values(families).filter(({ evidence }) => evidence.probes > 0)
  const number = (value: number | null | undefined, digits = 0): string =>
    value?.toFixed(digits) ?? NONE
  const can = (what: string): string => {
    const told = capabilities?.[what]
    if (told === undefined || asked.length === 0) return NONE
    return told.value ? 'yes' : 'no'
  }
  const skills = asked.map(({ quality }) => quality.toFixed(2)).toSorted()
  return [
    ...[code(name), number(speed?.prefill_tps), number(speed?.decode_tps)],
    ...[number(speed?.load_s, 1), number(context?.served)],
    ...['tools', 'json', 'vision', 'reasoning'].map(can),
    skills.length === 0 ? NONE : `${skills[0]} to ${skills.at(-1)}`,
  ]
}

function promiseTable(
  outcomes: readonly Outcome[],
  cell: (found: readonly Outcome[], subject: Subject) => string,
): string {
  const promises = [...new Set(outcomes.map(({ promise }) => promise))]
  const rows = promises.map((promise) => [
    promise,
    ...SUBJECTS.map((subject) => {
      const found = outcomes.filter((one) => one.promise === promise && isAbout(one, subject))
      return cell(found, subject)
    }),
  ])
  return table(['It', ...SUBJECTS.map(({ title }) => title)], rows)
}

/** A simulation of llama.cpp stands for its server in either mode. */
function isAbout(outcome: Outcome, { title }: Subject): boolean {
  const about = outcome.subject.replace(/^(?:a simulated|the real) /, '')
  return about === title || (isSimulated(outcome) && title.startsWith(about))
}

function isSimulated({ subject }: Outcome): boolean {
  return subject.startsWith('a simulated ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function code(text: string): string {
  return `\`${text}\``
}
