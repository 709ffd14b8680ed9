import { beforeAll, describe, expect, it } from 'vitest'
import { type Router, startRouter } from '../support/router.ts'
import { runRouter } from '../support/router-process.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

const ESCAPE = '\u001b'

let simulator: Simulator
let router: Router
beforeAll(async () => {
  simulator = await startSimulator('ollama', {
    models: [
      { name: 'llama3.2:1b', parameters: 1.2 },
      { name: 'llama3.1:8b', parameters: 8 },
    ],
  })
  router = await startRouter({
    yaml: `backends: [{ name: box, kind: ollama, url: '${simulator.url}' }]`,
  })
  return async () => {
    await router.stop()
    await simulator.stop()
  }
})

function run(...args: readonly string[]) {
  return runRouter([...args, '--url', router.url]).ended
}

describe('explain', () => {
  it('shows who would answer, why, and what each is worth', async () => {
    const { code, stdout, stderr } = await run('explain', 'Hello', '--policy', 'speed')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^llama\S+ on box: .*quality/)
    expect(stdout).toMatch(/^Next: llama\S+ on box, /m)
    expect(stdout).toMatch(/^Policy: +speed/m)
    expect(stdout).toMatch(
      /^model +backend +loaded +quality +cost +seconds +switch +utility +known by$/m,
    )
    expect(stdout).not.toContain(ESCAPE)
  })

  it('supposes what it is told to, and gives JSON', async () => {
    const supposed = ['--exclude', 'llama3.2:1b', '--loaded', 'llama3.1:8b']
    const { code, stdout } = await run('explain', 'Hello', ...supposed, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      chosen: { model: 'llama3.1:8b', backend: 'box' },
      candidates: [{ loaded: true }],
      rejected: [{ model: 'llama3.2:1b', reason: 'excluded' }],
    })
  })

  it.each([
    [['--policy', 'sped'], /Did you mean "speed"/],
    [['--quality-preference', 'high'], /number from 0 to 1/],
    [['--model', 'lama3.1:8b'], /Did you mean "llama3.1:8b"/],
  ])('ends with 1 and says what is wrong: %j', async (flags, message) => {
    const { code, stdout, stderr } = await run('explain', 'Hello', ...flags)
    expect(code).toBe(1)
    expect(stdout + stderr).toMatch(message)
  })
})

describe('replay', () => {
  it('shows that the same was decided again, and what another policy would have done', async () => {
    const messages = [{ role: 'user', content: 'Hello' }]
    const answer = await router.chat({ messages }, { 'x-request-id': 'my-request' })
    expect(answer.status).toBe(200)
    const { code, stdout, stderr } = await run('replay', 'my-request')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Request my-request of \d{4}-\S+: decided the same again$/m)
    expect(stdout).toContain(`${answer.headers.get('x-router-model')} on box: `)
    const other = await run('replay', 'my-request', '--policy', 'quality')
    expect(other.stdout).toMatch(/had its policy been quality:/)
    expect(other.stdout).toMatch(/^Policy: +quality/m)
  })

  it('says that a request is not known', async () => {
    const { code, stderr } = await run('replay', 'nothing')
    expect(code).toBe(1)
    expect(stderr).toMatch(/No decision is known for "nothing"/)
  })
})
