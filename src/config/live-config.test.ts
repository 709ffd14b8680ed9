import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Changes } from './changes.ts'
import { ConfigError } from './config-error.ts'
import { LiveConfig } from './live-config.ts'

interface Stage {
  readonly config: LiveConfig
  readonly changes: readonly Changes[]
  readonly refusals: readonly ConfigError[]
  readonly failures: readonly unknown[]
  write(file: string, text: string): void
  /** The next change cannot be taken up. */
  failNext(): void
  /** Puts a folder where the file was. */
  replaceByFolder(file: string): void
}

function stage(yaml = 'stream_hold: 1'): Stage {
  const cwd = mkdtempSync(join(tmpdir(), 'live-config-'))
  const write = (file: string, text: string): void => writeFileSync(join(cwd, file), text)
  write('smarterrouter.yaml', yaml)
  write('key', 'first-key-1234')
  const changes: Changes[] = []
  const refusals: ConfigError[] = []
  const failures: unknown[] = []
  let failing = false
  const onChange = async (change: Changes): Promise<void> => {
    if (failing) {
      failing = false
      throw new Error('not now')
    }
    changes.push(change)
  }
  const config = new LiveConfig({
    input: { env: { ROUTER_API_KEY_FILE: 'key' }, cwd },
    intervalMs: 5,
    onChange,
    onRefused: (error) => void refusals.push(error),
    onFailed: (error) => void failures.push(error),
  })
  onTestFinished(async () => {
    await config.stop()
    rmSync(cwd, { recursive: true })
  })
  const replaceByFolder = (file: string): void => {
    rmSync(join(cwd, file))
    mkdirSync(join(cwd, file))
  }
  const failNext = (): void => {
    failing = true
  }
  return { config, changes, refusals, failures, write, failNext, replaceByFolder }
}

const SOON = { timeout: 5000, interval: 5 }

describe('LiveConfig', () => {
  it('refuses to begin with a configuration that cannot be used', () => {
    expect(() => stage('stream_hold: soon')).toThrow(ConfigError)
  })

  it.each([
    ['smarterrouter.yaml', 'stream_hold: 2', 'stream_hold'],
    ['.env', 'ROUTER_STREAM_HOLD=2', 'stream_hold'],
    ['key', 'second-key-1234', 'api_key'],
  ])('takes up a change of %s by itself', async (file, text, path) => {
    const { config, changes, write } = stage()
    config.watch()
    write(file, text)
    await vi.waitFor(() => expect(changes.map(({ applied }) => applied)).toEqual([[path]]), SOON)
  })

  it('tells when it is asked whether there was anything new', async () => {
    const { config, changes, write } = stage()
    expect(await config.reload()).toBe('same')
    write('smarterrouter.yaml', 'stream_hold: 1 # the same')
    expect(await config.reload()).toBe('same')
    write('smarterrouter.yaml', 'stream_hold: 4')
    expect(await config.reload()).toBe('changed')
    expect(changes).toHaveLength(1)
    expect(config.running.settings.streamHold).toBe(4)
  })

  it('keeps what runs when the new one is wrong, says so, and takes the next good one', async () => {
    const { config, changes, refusals, write } = stage()
    config.watch()
    write('smarterrouter.yaml', 'stream_hold: soon\nport: many')
    await vi.waitFor(() => expect(refusals).toHaveLength(1), SOON)
    expect(refusals[0]?.message).toMatch(/smarterrouter\.yaml:1:14(.|\n)*smarterrouter\.yaml:2:7/)
    expect(await config.reload()).toBe('refused')
    expect(refusals).toHaveLength(2)
    expect(config.running.settings.streamHold).toBe(1)
    write('smarterrouter.yaml', 'stream_hold: 9')
    await vi.waitFor(() => expect(changes).toHaveLength(1), SOON)
  })

  it('keeps what runs when the file became a folder', async () => {
    const { config, changes, refusals, replaceByFolder } = stage()
    config.watch()
    replaceByFolder('smarterrouter.yaml')
    await vi.waitFor(() => expect(refusals[0]?.message).toMatch(/is a directory, not a file/), SOON)
    expect(changes).toEqual([])
  })

  it('takes the defaults when a file that need not be there is gone', async () => {
    const { config, changes, write } = stage()
    write('.env', 'ROUTER_STREAM_HOLD=3')
    expect(await config.reload()).toBe('changed')
    write('.env', '')
    expect(await config.reload()).toBe('changed')
    expect(changes.map(({ next }) => next.settings.streamHold)).toEqual([3, 1])
  })

  it('goes on after a change that could not be taken up', async () => {
    const { config, changes, failures, write, failNext } = stage()
    failNext()
    write('smarterrouter.yaml', 'stream_hold: 5')
    expect(await config.reload()).toBe('refused')
    expect(failures).toEqual([new Error('not now')])
    expect(config.running.settings.streamHold).toBe(1)
    expect(await config.reload()).toBe('changed')
    expect(changes.at(-1)?.next.settings.streamHold).toBe(5)
  })

  it('goes on watching after a change that it could not take up by itself', async () => {
    const { config, changes, failures, write, failNext } = stage()
    config.watch()
    failNext()
    write('smarterrouter.yaml', 'stream_hold: 5')
    await vi.waitFor(() => expect(failures).toHaveLength(1), SOON)
    write('smarterrouter.yaml', 'stream_hold: 6 # again')
    await vi.waitFor(() => expect(changes.at(-1)?.next.settings.streamHold).toBe(6), SOON)
  })

  it('has one change taken up at a time', async () => {
    const { config, changes, write } = stage()
    write('smarterrouter.yaml', 'stream_hold: 5')
    const first = config.reload()
    const second = config.reload()
    expect([await first, await second]).toEqual(['changed', 'same'])
    expect(changes).toHaveLength(1)
  })
})
