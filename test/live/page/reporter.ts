import { writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import { liveStage } from '../support/stage.ts'
import { type Outcome, verifiedPage } from './verified-page.ts'

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
    writeFileSync(PAGE, `${verifiedPage({ contract, live, stage, date, machine })}\n`)
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

function subjectOf(test: TestCase): string {
  return test.parent.type === 'suite' ? test.parent.name : ''
}

function stateOf(test: TestCase): Outcome['state'] {
  const { state } = test.result()
  return state === 'passed' || state === 'failed' ? state : 'skipped'
}
