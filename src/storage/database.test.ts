import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Database, type DatabaseOptions, openDatabase } from './database.ts'
import { numberedRecord, numberedRecords } from './numbered-record.fixture.ts'
import { scratchFolder } from './scratch-folder.fixture.ts'

const workers: Worker[] = vi.hoisted(() => [])

vi.mock('node:worker_threads', async (original) => {
  const threads = await original<typeof import('node:worker_threads')>()
  class Recorded extends threads.Worker {
    constructor(...args: ConstructorParameters<typeof threads.Worker>) {
      super(...args)
      workers.push(this)
    }
  }
  return { ...threads, Worker: Recorded }
})

interface Opened {
  readonly database: Database
  readonly path: string
  readonly reports: readonly string[]
}

async function withDatabase(
  test: (opened: Opened) => Promise<void>,
  options: DatabaseOptions = {},
): Promise<void> {
  const path = join(scratchFolder(), 'router.db')
  const reports: string[] = []
  const report = (message: string) => reports.push(message)
  const database = await openDatabase(path, { retryMs: 5, report, ...options })
  try {
    await test({ database, path, reports })
  } finally {
    await database.close()
  }
}

const written = (database: Database, count: number) =>
  vi.waitFor(() => expect(database.stats().written).toBe(count), 10_000)

describe('openDatabase', () => {
  it('keeps records and answers questions about them', () =>
    withDatabase(async ({ database }) => {
      database.enqueue(numberedRecords(0, 1000))
      database.enqueue([numberedRecord(1000)])
      await written(database, 1001)
      expect(await database.ask('requestById', 'chatcmpl-7')).toEqual(numberedRecord(7))
      const recent = await database.ask('recentRequests', 2)
      expect(recent).toEqual([numberedRecord(1000), numberedRecord(999)])
      expect(await database.prune({ maxDays: 100_000, maxRows: 10 })).toBe(991)
    }))

  it('writes what waits when it closes', async () => {
    const path = join(scratchFolder(), 'router.db')
    const first = await openDatabase(path)
    first.enqueue(numberedRecords(0, 2000))
    await first.close()
    const second = await openDatabase(path)
    expect(await second.ask('recentRequests', 5000)).toHaveLength(2000)
    await second.close()
  })

  it('refuses what is not ours to use', async () => {
    const path = join(scratchFolder(), 'router.db')
    writeFileSync(path, '')
    await expect(openDatabase(path)).rejects.toMatchObject({
      name: 'DatabaseError',
      problem: 'empty',
      message: expect.stringContaining(path),
    })
  })

  it('takes nothing more once it is closed', () =>
    withDatabase(async ({ database }) => {
      await database.close()
      database.enqueue(numberedRecords(0, 3))
      await vi.waitFor(() => expect(database.stats().dropped).toBe(3))
      await expect(database.ask('recentRequests', 1)).rejects.toThrow('the database is closed')
    }))

  it('lets a process end that has nothing else to do', async () => {
    const program = `
      import { openDatabase } from '${new URL('./database.ts', import.meta.url)}'
      await openDatabase(process.env.DATABASE)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: { DATABASE: join(scratchFolder(), 'router.db') },
    })
    onTestFinished(() => void child.kill())
    expect(await once(child, 'close')).toEqual([0, null])
  })
})

describe('trouble', () => {
  it('is waited out when another program locks the file', () =>
    withDatabase(async ({ database, path, reports }) => {
      const other = new DatabaseSync(path)
      other.exec('begin immediate')
      database.enqueue(numberedRecords(0, 100))
      await vi.waitFor(() => expect(reports).toHaveLength(1), 10_000)
      expect(reports[0]).toContain('database is locked')
      expect(await database.ask('recentRequests', 10)).toEqual([])
      expect(database.stats()).toEqual({ waiting: 100, written: 0, dropped: 0 })
      other.exec('commit')
      other.close()
      await written(database, 100)
      expect(reports).toHaveLength(2)
    }))

  it('never keeps more than the limit', () =>
    withDatabase(
      async ({ database, path }) => {
        const other = new DatabaseSync(path)
        other.exec('begin immediate')
        for (let round = 0; round < 10; round += 1) {
          database.enqueue(numberedRecords(round * 10, round * 10 + 10))
        }
        expect(database.stats()).toEqual({ waiting: 25, written: 0, dropped: 75 })
        other.exec('commit')
        other.close()
        await written(database, 25)
      },
      { limit: 25 },
    ))

  it('gives up a record that no database takes', () =>
    withDatabase(async ({ database, reports }) => {
      database.enqueue([{ ...numberedRecord(1), totalMs: Number.NaN }])
      await vi.waitFor(() => expect(database.stats().dropped).toBe(1), 10_000)
      expect(reports[0]).toContain('NOT NULL constraint failed: requests.total_ms')
      database.enqueue([numberedRecord(2)])
      await written(database, 1)
    }))

  it('passes when the thread dies: a new one goes on', () =>
    withDatabase(async ({ database, reports }) => {
      const worker = workers.at(-1)
      database.enqueue(numberedRecords(0, 400))
      const reading = database.ask('recentRequests', 1)
      const terminated = worker?.terminate()
      await expect(reading).rejects.toThrow('the database thread ended')
      await terminated
      await written(database, 400)
      expect(await database.ask('recentRequests', 1000)).toHaveLength(400)
      expect(workers.at(-1)).not.toBe(worker)
      expect(reports).toHaveLength(2)
    }))
})
