/** The database thread: owns every connection, so that no disk access ever holds up the event loop that serves. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Kysely } from 'kysely'
import { DatabaseError } from './database-error.ts'
import { type Call, type Failure, type NumberedCall, OPENED, type Reply } from './messages.ts'
import { openStore, type Store } from './open.ts'
import { QUERIES, type QueryName } from './queries.ts'
import { type RequestWriter, requestWriter } from './request-writer.ts'
import { requests } from './requests.ts'
import { isFaultOfValues } from './sqlite-code.ts'
import type { Tables } from './tables.ts'

if (parentPort) await serve(parentPort, String(workerData))

interface WritableStore extends Store {
  readonly write: RequestWriter
}

async function serve(port: MessagePort, path: string): Promise<void> {
  let store: WritableStore
  try {
    const opened = await openStore(path)
    store = { ...opened, write: requestWriter(opened) }
  } catch (error) {
    port.postMessage({ id: OPENED, failure: toFailure(error) } satisfies Reply)
    return
  }
  port.on('message', async ({ id, call }: NumberedCall) => {
    port.postMessage(await answer(store, id, call))
    if (call.do === 'close') port.close()
  })
  port.postMessage({ id: OPENED } satisfies Reply)
}

async function answer(store: WritableStore, id: number, call: Call): Promise<Reply> {
  try {
    return { id, value: await perform(store, call) }
  } catch (error) {
    return { id, failure: toFailure(error) }
  }
}

function perform(store: WritableStore, call: Call): unknown {
  switch (call.do) {
    case 'write':
      return store.write(call.values)
    case 'ask':
      return ask(store.db, call.query, call.args)
    case 'prune':
      return requests(store.db).prune(call.retention, call.now)
    case 'close':
      return store.close()
  }
}

function ask(db: Kysely<Tables>, name: QueryName, args: readonly unknown[]): Promise<unknown> {
  const query = QUERIES[name] as (
    db: Kysely<Tables>,
    ...args: readonly unknown[]
  ) => Promise<unknown>
  return query(db, ...args)
}

function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const final = isFaultOfValues(error)
  return error instanceof DatabaseError
    ? { message, problem: error.problem, final }
    : { message, final }
}
