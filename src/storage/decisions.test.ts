import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DecisionRecord } from '../contracts/decision.ts'
import { openDatabase } from './database.ts'
import { decidedRecord, decisionOn, keptText } from './decided-record.fixture.ts'
import { fromBatch, toBatch } from './decision-batch.ts'
import { decisions } from './decisions.ts'
import { insertRecords } from './insert-records.fixture.ts'
import { numberedRecord } from './numbered-record.fixture.ts'
import { openStore, type Store } from './open.ts'
import { requests } from './requests.ts'
import { scratchFolder } from './scratch-folder.fixture.ts'

async function withStore(test: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(join(scratchFolder(), 'router.db'))
  try {
    await test(store)
  } finally {
    await store.close()
  }
}

function matterOf({ world: _, beliefs: __, ...matter }: DecisionRecord): object {
  return matter
}

/** Read again from a batch in which it is not the only one. */
function storedAs(decision: DecisionRecord): object | undefined {
  const records = [decidedRecord(1), numberedRecord(2), { ...numberedRecord(3), decision }]
  const batch = toBatch([...records, decidedRecord(4, 'another')], 1)
  return batch && fromBatch(batch, 'chatcmpl-3')?.matter
}

async function hashes({ db }: Store): Promise<readonly string[]> {
  const rows = await db.selectFrom('snapshots').select('hash').orderBy('hash').execute()
  return rows.map(({ hash }) => hash)
}

describe('a decision in its batch', () => {
  it('is read as it was written, to the last bit', () => {
    const decision = decisionOn('world')
    expect(storedAs(decision)).toEqual(matterOf(decision))
  })

  it('says nothing where there was nothing', () => {
    const bare = decisionOn('world', {
      ...{ model: undefined, session: undefined, exploration: undefined },
      ...{ chosen: undefined, utility: undefined, states: new Map() },
    })
    expect(storedAs(bare)).toEqual(matterOf(bare))
  })
})

describe('decisions', () => {
  it('are found by the id of the answer and by that of the request, with all that they were made on', () =>
    withStore(async (store) => {
      insertRecords(store, [decidedRecord(1), numberedRecord(2), decidedRecord(3, 'another')])
      const { byId } = decisions(store.db)
      const found = await byId('chatcmpl-1')
      expect(found).toEqual({
        ...{ id: 'chatcmpl-1', requestId: 'request-1', at: numberedRecord(1).at },
        ...{ world: keptText('world'), beliefs: keptText('beliefs') },
        ...matterOf(decisionOn('world')),
      })
      expect(await byId('request-1')).toEqual(found)
      expect((await byId('request-3'))?.world.text).toBe('another')
      expect(await byId('chatcmpl-2')).toBeUndefined()
      expect(await byId('chatcmpl-9')).toBeUndefined()
    }))

  it('are the latest of those whose request had one id', () =>
    withStore(async (store) => {
      const again = { ...decidedRecord(5, 'later'), requestId: 'request-1' }
      insertRecords(store, [again, decidedRecord(1)])
      expect((await decisions(store.db).byId('request-1'))?.id).toBe('chatcmpl-5')
    }))

  it('share what they were made on', () =>
    withStore(async (store) => {
      const worlds = Array.from({ length: 100 }, (_, at) => decidedRecord(at, `world ${at % 2}`))
      insertRecords(store, worlds.slice(0, 50))
      insertRecords(store, worlds.slice(50))
      expect(await hashes(store)).toHaveLength(3)
    }))

  it('leave with their request, and then what only they were made on', () =>
    withStore(async (store) => {
      const old = Array.from({ length: 600 }, (_, at) => decidedRecord(at, 'old'))
      insertRecords(store, [...old, decidedRecord(600, 'kept'), decidedRecord(601, 'kept')])
      const at = numberedRecord(601).at
      await requests(store.db).prune({ maxDays: 1, maxRows: 2 }, at)
      expect(await decisions(store.db).byId('chatcmpl-599')).toBeUndefined()
      expect((await decisions(store.db).byId('chatcmpl-600'))?.world.text).toBe('kept')
      const left = [keptText('kept').hash, keptText('beliefs').hash]
      expect(await hashes(store)).toEqual(left.toSorted())
      await requests(store.db).prune({ maxDays: 1, maxRows: 0 }, at)
      expect(await hashes(store)).toEqual([])
    }))
})

describe('a database that is running', () => {
  it('finds a decision that is only just being written, and writes a world again once it left', async () => {
    const database = await openDatabase(join(scratchFolder(), 'router.db'))
    try {
      database.enqueue([decidedRecord(1)])
      database.enqueue([decidedRecord(2)])
      expect((await database.decision('chatcmpl-2'))?.world.text).toBe('world')
      expect(await database.decision('chatcmpl-3')).toBeUndefined()
      await database.prune({ maxDays: 36_500, maxRows: 0 })
      expect(await database.decision('chatcmpl-2')).toBeUndefined()
      database.enqueue([decidedRecord(4)])
      expect((await database.decision('request-4'))?.world.text).toBe('world')
    } finally {
      await database.close()
    }
  })
})
