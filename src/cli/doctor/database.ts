import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { examineDatabase } from '../../storage/examine-database.ts'
import { type Finding, ok, problem, warning } from '../findings/finding.ts'
import type { Check } from './check.ts'

const ABOUT = 'database'
const MEGABYTE = 1024 * 1024
/** Below this the log of requests soon has no room. */
const SCARCE = 500 * MEGABYTE
const ELSEWHERE = 'set ROUTER_DATABASE_URL to another file'

/** Whether the file can be used, by us alone, and has room to grow. */
export const databaseCheck: Check = async ({ loaded, port }) => {
  const { path } = loaded.settings.database
  const fault = await examineDatabase(path)
  if (fault?.problem === 'in_use') return [inUse(path, port.state === 'ours')]
  if (fault !== undefined) return [problem(ABOUT, fault.message, 'move it away, or choose another')]
  const folder = await existingFolder(dirname(path))
  if (!(await isWritable(folder))) {
    const text = `${path} cannot be written: this user may not write to ${folder}`
    return [problem(ABOUT, text, `give this user the folder, or ${ELSEWHERE}`)]
  }
  return [await withRoom(path, folder)]
}

function inUse(path: string, byOurs: boolean): Finding {
  if (byOurs) return ok(ABOUT, `${path}, used by the router that runs here`)
  const text = `${path} is used by another running SmarterRouter: two cannot share one database`
  return problem(ABOUT, text, `stop that one, or ${ELSEWHERE}`)
}

/** The folder itself, or the nearest one above it that is there. */
async function existingFolder(folder: string): Promise<string> {
  const parent = dirname(folder)
  const isThere = await access(folder).then(
    () => true,
    () => false,
  )
  return isThere || parent === folder ? folder : existingFolder(parent)
}

function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function withRoom(path: string, folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const text = `${path}, ${Math.floor(free / MEGABYTE)} MB free`
  return free < SCARCE ? warning(ABOUT, text, `make room, or ${ELSEWHERE}`) : ok(ABOUT, text)
}
