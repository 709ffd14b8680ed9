import { setTimeout as sleep } from 'node:timers/promises'
import type { AnswerGiven, PastDecision } from '../contracts/decision.ts'
import type { RequestRecord } from '../contracts/record.ts'
import { DatabaseThread } from './database-thread.ts'
import type { QueryArguments, QueryName, QueryResult } from './queries.ts'
import { recordSender } from './record-sender.ts'
import type { Retention } from './requests.ts'
import { WriteQueue, type WriteStats } from './write-queue.ts'

/** The main thread's view of the database: nothing here waits for a disk. */
export interface Database {
  /** Takes records of ended requests; they are written soon, in batches, and dropped when too many wait. */
  enqueue(records: readonly RequestRecord[]): void
  /** Rejects when the database cannot answer. */
  ask<Name extends QueryName>(name: Name, ...args: QueryArguments<Name>): Promise<QueryResult<Name>>
  /** Why a request was sent where it was sent, by the id of the answer or of the request, once it is written down. */
  decision(id: string): Promise<PastDecision | undefined>
  /** Who gave the answer of that id, once it is written down. */
  answer(id: string): Promise<AnswerGiven | undefined>
  /** Forgets what is older or more than `retention` allows; resolves to the number of requests forgotten. */
  prune(retention: Retention): Promise<number>
  stats(): WriteStats
  /** Writes what waits, within `timeoutMs` (default 2,000), and closes the file. */
  close(timeoutMs?: number): Promise<void>
}

export interface DatabaseOptions {
  /** Told in one line when records cannot be written, at most once a minute, and when they can be again. */
  readonly report?: (message: string) => void
  /** Records that may wait; default 10,000. */
  readonly limit?: number
  /** Pause before a failed write is tried again; default 1,000 ms. */
  readonly retryMs?: number
}

const REPORT_MS = 60_000
const CLOSE_MS = 2000
/** How long an answer waits for records that are being written. */
const PATIENCE_MS = 1000
const LOOK_MS = 10

/** Starts the database thread on `path`. Rejects with a DatabaseError when the file is not ours to use. */
export async function openDatabase(path: string, options: DatabaseOptions = {}): Promise<Database> {
  const thread = new DatabaseThread(path)
  await thread.open()
  const sender = recordSender(thread)
  const queue = new WriteQueue({
    write: (records) => sender.write(records),
    limit: options.limit ?? 10_000,
    retryMs: options.retryMs ?? 1000,
    report: options.report ?? (() => undefined),
    reportMs: REPORT_MS,
  })
  const ask: Database['ask'] = async <Name extends QueryName>(
    query: Name,
    ...args: QueryArguments<Name>
  ) => (await thread.call({ do: 'ask', query, args })) as QueryResult<Name>
  return {
    ask,
    enqueue: (records) => queue.add(records),
    decision: (id) => onceWritten(queue, () => ask('decisionById', id)),
    answer: (id) => onceWritten(queue, () => ask('answerById', id)),
    async prune(retention) {
      const removed = thread.call({ do: 'prune', retention, now: Date.now() })
      return Number(await removed.finally(() => sender.forget()))
    },
    stats: () => queue.stats,
    async close(timeoutMs = CLOSE_MS) {
      await queue.close(timeoutMs)
      await thread.close()
    },
  }
}

/** Asks again after what waits was written, where nothing was found before. */
async function onceWritten<Found>(
  queue: WriteQueue,
  find: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const known = await find()
  if (known !== undefined || queue.stats.waiting === 0) return known
  await written(queue)
  return find()
}

/** Resolves when what waits now is written or given up, or when that takes too long. */
async function written(queue: WriteQueue): Promise<void> {
  const ended = (): number => queue.stats.written + queue.stats.dropped
  const goal = ended() + queue.stats.waiting
  const deadline = performance.now() + PATIENCE_MS
  while (ended() < goal && performance.now() < deadline) await sleep(LOOK_MS)
}
