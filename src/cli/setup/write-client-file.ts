import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
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
  /** Others could read it, and no longer can. */
  readonly tightened?: true
}

/** For this user alone: there may be a key in it. */
const PRIVATE = 0o600
const OTHERS = 0o077

/** What a client's own settings hold now; undefined where there are none, or none that can be read. */
export function readClientFile({ path }: ClientFile): string | undefined {
  try {
    return readFileSync(join(homedir(), ...path), 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Puts the router into a client's own settings and keeps everything else in them, and their owner. With a key that is a
 * secret they become readable to that owner alone. Throws a UsageError, having changed nothing, when the file cannot be
 * read as what it should be, or not be written.
 */
export function writeClientFile(
  { path, merge }: ClientFile,
  link: RouterLink,
  isSecret: boolean,
): Written {
  const file = followed(join(homedir(), ...path))
  try {
    return writeMerged(file, (before) => merge(before, link), isSecret)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${file} was left as it is. ${reason}`)
  }
}

function writeMerged(
  file: string,
  merge: (before: string | undefined) => string,
  isSecret: boolean,
): Written {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const after = merge(before)
  if (before === undefined) {
    mkdirSync(dirname(file), { recursive: true })
    replace(file, after, { mode: PRIVATE })
    return { file, change: 'created' }
  }
  const { mode, uid, gid } = statSync(file)
  const isOpen = isSecret && process.platform !== 'win32' && (mode & OTHERS) !== 0
  const tightened = isOpen && ({ tightened: true } as const)
  if (after === before) {
    if (isOpen) chmodSync(file, PRIVATE)
    return { file, change: 'none', ...tightened }
  }
  const keptMode = isOpen ? PRIVATE : mode & 0o777
  const backup = backUp(file, keptMode)
  replace(file, after, { mode: keptMode, owner: { uid, gid } })
  return { file, change: 'merged', backup, ...tightened }
}

interface Rights {
  readonly mode: number
  /** Absent = this user. */
  readonly owner?: { readonly uid: number; readonly gid: number }
}

/** At once, so that nobody ever finds half a file. */
function replace(file: string, text: string, { mode, owner }: Rights): void {
  const unfinished = `${file}.new`
  rmSync(unfinished, { force: true })
  try {
    writeFileSync(unfinished, text, { mode, flag: 'wx' })
    const made = statSync(unfinished)
    if (owner !== undefined && (owner.uid !== made.uid || owner.gid !== made.gid)) {
      chownSync(unfinished, owner.uid, owner.gid)
    }
    chmodSync(unfinished, mode)
    renameSync(unfinished, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

/** Where a link leads, so that the link stays one. */
function followed(file: string): string {
  return existsSync(file) ? realpathSync(file) : file
}

/** What it was before may hold a key as well. */
function backUp(file: string, mode: number): string {
  const moment = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const backup = `${file}.backup-${moment}`
  copyFileSync(file, backup)
  chmodSync(backup, mode)
  return backup
}
