import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DatabaseError } from './database-error.ts'
import { insertRecords } from './insert-records.fixture.ts'
import { APPLICATION_ID, SCHEMA_VERSION } from './migrate.ts'
import { numberedRecords } from './numbered-record.fixture.ts'
import { openStore } from './open.ts'
import { requests } from './requests.ts'
import { contents, scratchFolder } from './scratch-folder.fixture.ts'

function sqlite(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

/** A database of ours with 200 requests, closed. */
async function filled(path: string): Promise<void> {
  const store = await openStore(path)
  insertRecords(store, numberedRecords(0, 200))
  await store.close()
}

async function refusal(path: string): Promise<DatabaseError> {
  const error = await openStore(path).then(
    async (store) => store.close(),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof DatabaseError)) throw new Error(`not refused: ${error}`)
  return error
}

async function overwrite(path: string, from: number, to: number): Promise<void> {
  await filled(path)
  const bytes = readFileSync(path)
  bytes.fill(0xa5, from, to)
  writeFileSync(path, bytes)
}

const ORIGINAL = `
  create table model_profiles(id integer primary key, name varchar, reasoning float);
  create table routing_decisions(id integer primary key, response_id varchar);
  insert into model_profiles(name) values('llama3')`

const REFUSED: Readonly<Record<string, readonly [string, (path: string) => unknown]>> = {
  'an empty file': ['empty', (path) => writeFileSync(path, '')],
  'a folder': ['not_a_file', (path) => mkdirSync(path)],
  'a text': ['not_sqlite', (path) => writeFileSync(path, 'hello\n'.repeat(1000))],
  'a file shorter than a header': ['not_sqlite', (path) => writeFileSync(path, 'SQLite')],
  'the database of another program': ['foreign', (path) => sqlite(path, 'create table t(a)')],
  "another program's with a log": [
    'foreign',
    (path) => sqlite(path, 'pragma journal_mode = wal; create table t(a)'),
  ],
  'the original router.db': ['original', (path) => sqlite(path, ORIGINAL)],
  'a bare header': ['damaged', (path) => writeFileSync(path, `SQLite format 3\0${'x'.repeat(99)}`)],
  'a newer version': [
    'newer',
    async (path) => {
      await filled(path)
      sqlite(path, `pragma user_version = ${SCHEMA_VERSION + 1}`)
    },
  ],
  'overwritten magic': ['not_sqlite', (path) => overwrite(path, 0, 16)],
  'an overwritten table': ['damaged', (path) => overwrite(path, 4096, 16_384)],
  'an overwritten first page': ['damaged', (path) => overwrite(path, 100, 4096)],
  'a file cut short': [
    'damaged',
    async (path) => {
      await filled(path)
      truncateSync(path, 20_000)
    },
  ],
}

describe('openStore refuses', () => {
  it.each(Object.entries(REFUSED))('%s and leaves it as it is', async (_, [problem, make]) => {
    const source = join(scratchFolder(), 'made.db')
    await make(source)
    const folder = scratchFolder()
    const path = join(folder, 'router.db')
    if (problem === 'not_a_file') mkdirSync(path)
    else copyFileSync(source, path)
    const before = contents(folder)
    const error = await refusal(path)
    expect(error.problem).toBe(problem)
    expect(contents(folder)).toEqual(before)
  })

  it('in one line that names the file and what to do', async () => {
    const path = join(scratchFolder(), 'router.db')
    sqlite(path, ORIGINAL)
    expect((await refusal(path)).message).toBe(
      `Database ${path} was made by the original SmarterRouter, whose tables this version does ` +
        'not use. It was left untouched: move it away or set ROUTER_DATABASE_URL to another file.',
    )
    await overwrite(join(scratchFolder(), 'other.db'), 4096, 16_384)
    const damaged = join(scratchFolder(), 'damaged.db')
    await overwrite(damaged, 4096, 16_384)
    expect((await refusal(damaged)).message).not.toContain('\n')
  })

  it('a damaged file whose log was left by a crash, and leaves both as they are', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'router.db')
    await filled(path)
    const database = new DatabaseSync(path)
    database.exec("update requests set reason = 'in the log'")
    const log = readFileSync(`${path}-wal`)
    database.close()
    const bytes = readFileSync(path)
    bytes.fill(0xa5, 100, 4096)
    writeFileSync(path, bytes)
    writeFileSync(`${path}-wal`, log.subarray(0, 32 + 24 + 4096).fill(0xa5, 56))
    const before = contents(folder)
    expect((await refusal(path)).problem).toBe('damaged')
    expect(contents(folder)).toMatchObject(before)
  })

  it("another program's file without a look at the lock that is beside it", async () => {
    const folder = scratchFolder()
    const path = join(folder, 'router.db')
    sqlite(path, 'create table t(a)')
    writeFileSync(`${path}.lock`, 'pid 1')
    const before = contents(folder)
    expect((await refusal(path)).problem).toBe('foreign')
    expect(contents(folder)).toEqual(before)
  })

  it('a path below a file', async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'file'), 'x')
    const before = contents(folder)
    const error = await refusal(join(folder, 'file', 'router.db'))
    expect(error.problem).toBe('unreachable')
    expect(error.message).toMatch(
      /Let this user write .* the disk has room, or set ROUTER_DATABASE/,
    )
    expect(contents(folder)).toEqual(before)
  })
})

describe('openStore', () => {
  it('creates what is missing, folders too, and marks it', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'a', 'b', 'router.db')
    const store = await openStore(path)
    await store.close()
    expect(Object.keys(contents(folder))).toEqual([
      'a',
      join('a', 'b'),
      join('a', 'b', 'router.db'),
      join('a', 'b', 'router.db.lock'),
    ])
    const header = readFileSync(path)
    expect(header.readUInt32BE(68)).toBe(APPLICATION_ID)
    expect(header.readUInt32BE(60)).toBe(SCHEMA_VERSION)
  })

  it('finds again what was written', async () => {
    const path = join(scratchFolder(), 'router.db')
    await filled(path)
    const store = await openStore(path)
    expect(await requests(store.db).recent(1000)).toHaveLength(200)
    await store.close()
  })

  it('starts anew over what an interrupted creation left', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'router.db')
    for (const suffix of ['.new', '.new-wal', '.new-journal']) {
      writeFileSync(`${path}${suffix}`, 'half')
    }
    const store = await openStore(path)
    await store.close()
    expect(Object.keys(contents(folder))).toEqual(['router.db', 'router.db.lock'])
  })

  it('undoes a migration that fails half-way', async () => {
    const path = join(scratchFolder(), 'router.db')
    sqlite(path, `pragma application_id = ${APPLICATION_ID}; create table attempts(a)`)
    expect((await refusal(path)).message).toContain('table "attempts" already exists')
    const database = new DatabaseSync(path)
    const tables = database.prepare('select name from sqlite_schema').all()
    expect(tables).toMatchObject([{ name: 'attempts' }])
    database.close()
  })
})

describe('the lock', () => {
  it('keeps a second one off, in this process too, and goes with the first', async () => {
    const path = join(scratchFolder(), 'router.db')
    const store = await openStore(path)
    insertRecords(store, numberedRecords(0, 3))
    const error = await refusal(path)
    expect(error.problem).toBe('in_use')
    expect(error.message).toContain('Stop that one or set ROUTER_DATABASE_URL')
    insertRecords(store, numberedRecords(3, 6))
    expect(await requests(store.db).recent(10)).toHaveLength(6)
    await store.close()
    await (await openStore(path)).close()
  })

  it('goes with a killed process, and so does at most its last batch', async () => {
    const path = join(scratchFolder(), 'router.db')
    const program = `
      import { openStore } from '${new URL('./open.ts', import.meta.url)}'
      import { insertRecords } from '${new URL('./insert-records.fixture.ts', import.meta.url)}'
      import { numberedRecords } from '${new URL('./numbered-record.fixture.ts', import.meta.url)}'
      const store = await openStore(process.env.DATABASE)
      for (let batch = 0; ; batch += 1) {
        insertRecords(store, numberedRecords(batch * 50, batch * 50 + 50))
        process.stdout.write('.')
        await new Promise(setImmediate)
      }`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: { DATABASE: path },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    let acknowledged = 0
    child.stdout.on('data', (dots: Buffer) => {
      acknowledged += dots.length
      if (acknowledged === dots.length) {
        void refusal(path).then((error) => {
          expect(error.problem).toBe('in_use')
          setTimeout(() => child.kill('SIGKILL'), 50)
        })
      }
    })
    await once(child, 'close')
    expect(child.signalCode).toBe('SIGKILL')
    const store = await openStore(path)
    const found = await requests(store.db).recent(100_000)
    expect(acknowledged).toBeGreaterThan(0)
    expect(found.length).toBeGreaterThanOrEqual(acknowledged * 50)
    expect(found.length % 50).toBe(0)
    expect(found.every(({ attempts }) => attempts.length === 2)).toBe(true)
    await store.close()
  })
})
