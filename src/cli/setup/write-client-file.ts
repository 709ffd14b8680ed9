import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ClientFile, RouterLink } from '../connect/client.ts'
import { UsageError } from '../terminal/usage-error.ts'

export interface Written {
  readonly file: string
  readonly change: 'created' | 'merged' | 'none'
  /** The file as it was before. */
  readonly backup?: string
}

/** For this user alone: there may be a key in it. */
const PRIVATE = 0o600

/**
 * Puts the router into a client's own settings and keeps everything else in them. Throws a UsageError, having changed
 * nothing, when the file cannot be read as what it should be, or not be written.
 */
export function writeClientFile({ path, merge }: ClientFile, link: RouterLink): Written {
  const file = followed(join(homedir(), ...path))
  try {
    return writeMerged(file, (before) => merge(before, link))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${file} was left as it is. ${reason}`)
  }
}

function writeMerged(file: string, merge: (before: string | undefined) => string): Written {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const after = merge(before)
  if (after === before) return { file, change: 'none' }
  mkdirSync(dirname(file), { recursive: true })
  const backup = before === undefined ? undefined : backUp(file)
  const unfinished = `${file}.new`
  const mode = before === undefined ? PRIVATE : statSync(file).mode & 0o777
  writeFileSync(unfinished, after, { mode })
  renameSync(unfinished, file)
  if (backup === undefined) return { file, change: 'created' }
  return { file, change: 'merged', backup }
}

/** Where a link leads, so that the link stays one. */
function followed(file: string): string {
  return existsSync(file) ? realpathSync(file) : file
}

function backUp(file: string): string {
  const moment = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const backup = `${file}.backup-${moment}`
  copyFileSync(file, backup)
  return backup
}
