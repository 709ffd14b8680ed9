import { writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import { liveStage } from '../support/stage.ts'
import { type Outcome, type Profiled, verifiedPage } from './verified-page.ts'

const PAGE = resolve(import.meta.dirname, '../../../docs/verified.md')

/** Writes `docs/verified.md` after a run of all tests on at least one real server. */
export class VerifiedReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const stage = liveStage()
    if (Object.keys(stage.servers).length === 0 || (await this.#ranOnlySome(modules))) {
      process.stderr.write('live: docs/verified.md is left as it was\n')
      return
    }
    const of = (contract: boolean): readonly Outcome[] =>
      modules.filter((module) => isContract(module) === contract).flatMap(outcomesOf)
    const [contract, live] = [of(true), of(false)]
    const date = new Date().toISOString().slice(0, 10)
    const machine = `${process.platform} ${process.arch}, Node ${process.versions.node}`
    const profiled = modules.flatMap(profiledIn)
    const page = verifiedPage({ contract, live, profiled, stage, date, machine })
    writeFileSync(PAGE, `${page}\n`)
    process.stderr.write('live: wrote docs/verified.md\n')
  }

  async #ranOnlySome(modules: readonly TestModule[]): Promise<boolean> {
    if (this.#vitest === undefined || this.#vitest.config.testNamePattern !== undefined) return true
    const all = await this.#vitest.globTestSpecifications()
    return modules.length < all.length
  }
}

function isContract({ moduleId }: TestModule): boolean {
  return basename(moduleId) === 'backend.test.ts'
}

function outcomesOf(module: TestModule): readonly Outcome[] {
  return [...module.children.allTests()].map((test) => ({
    subject: subjectOf(test),
    promise: test.name,
    state: stateOf(test),
  }))
}

/** What tests found out about models, which they leave in their meta data. */
function profiledIn(module: TestModule): readonly Profiled[] {
  return [...module.children.allTests()].flatMap((test) => {
    const { profiles = [] } = test.meta() as { readonly profiles?: Profiled['profiles'] }
    return profiles.length === 0 ? [] : [{ subject: subjectOf(test), profiles }]
  })
}

function subjectOf(test: TestCase): string {
  return test.parent.type === 'suite' ? test.parent.name : ''
}

function stateOf(test: TestCase): Outcome['state'] {
  const { state } = test.result()
  return state === 'passed' || state === 'failed' ? state : 'skipped'
}
