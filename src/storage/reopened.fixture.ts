import { join } from 'node:path'
import { type Database, openDatabase } from './database.ts'
import { scratchFolder } from './scratch-folder.fixture.ts'

/** Runs a test of one database file, which each call of `open` closes and opens again. */
export async function reopened(
  test: (open: () => Promise<Database>) => Promise<void>,
): Promise<void> {
  const path = join(scratchFolder(), 'router.db')
  let last: Database | undefined
  await test(async () => {
    await last?.close()
    last = await openDatabase(path)
    return last
  })
  await last?.close()
}
