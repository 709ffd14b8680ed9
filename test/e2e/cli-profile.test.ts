import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Router, startRouter } from '../support/router.ts'
import { runRouter } from '../support/router-process.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

let simulator: Simulator
let router: Router

beforeAll(async () => {
  simulator = await startSimulator('ollama', {
    models: [{ name: 'small:1b', parameters: 1, speed: { prefill: 5000, decode: 400 } }],
  })
  router = await startRouter({
    yaml: `backends: [{ name: desk, kind: ollama, url: '${simulator.url}' }]`,
  })
})
afterAll(async () => {
  await router?.stop()
  await simulator?.stop()
})

const run = (...args: readonly string[]) =>
  runRouter(['profile', '--url', router.url, ...args]).ended

it('a profile is begun, ended, gone on with and shown', { timeout: 60_000 }, async () => {
  const begun = await run('--detach')
  expect([begun.code, begun.stderr]).toEqual([0, ''])
  expect(begun.stdout).toMatch(/^It has begun as job-\w+\./)
  const cancelled = await run('--cancel')
  expect(cancelled.stdout).toMatch(/^Cancelled after \d+ of \d+ steps; what was found stays\./)
  expect((await run('--cancel')).code).toBe(1)
  const whole = await run('small:1b')
  expect(whole.code).toBe(0)
  expect(whole.stderr).toMatch(/^\[[#.]{24}\] \d+\/\d+ /)
  const [head = '', row = ''] = whole.stdout.split('\n')
  expect(head).toMatch(/^model +backend +reads +writes +loads +context +can +code +math/)
  expect(row).toMatch(/^small:1b +desk +\d+\/s +\d+\/s /)
  const told = JSON.parse((await run('--json')).stdout)
  expect(told.job).toMatchObject({ kind: 'profile', state: 'done' })
  expect(told.profiles[0].name).toBe('small:1b')
})

it('a model that there is not is refused in words', async () => {
  const { code, stderr, stdout } = await run('smal:1b')
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('Did you mean "small:1b"?')
})
