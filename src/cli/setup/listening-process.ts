import { readdir, readFile, readlink } from 'node:fs/promises'

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6']
const LISTENING = '0A'

/**
 * The program that listens on a port of this machine, as `node (process 4242)`. Undefined where that cannot be seen: on
 * systems other than Linux, across containers, and of other users' programs.
 */
export async function listeningProcess(port: number): Promise<string | undefined> {
  const tables = await Promise.all(TABLES.map((table) => read(table)))
  const sockets = new Set(tables.flatMap((table) => socketsOn(port, table)))
  if (sockets.size === 0) return undefined
  const everything = await readdir('/proc').catch(() => [])
  const pids = everything.filter((name) => /^\d+$/.test(name))
  const held = await Promise.all(pids.map((pid) => holds(pid, sockets)))
  const pid = pids[held.indexOf(true)]
  return pid && `${(await read(`/proc/${pid}/comm`)).trim()} (process ${pid})`
}

/** Columns: number, local address:port in hex, remote, state, queues, timer, retransmits, user, timeout, inode. */
function socketsOn(port: number, table: string): readonly string[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    const isIt = state === LISTENING && Number.parseInt(local.split(':')[1] ?? '', 16) === port
    return isIt ? [`socket:[${inode}]`] : []
  })
}

async function holds(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const files = await readdir(folder).catch(() => [])
  const targets = await Promise.all(
    files.map((file) => readlink(`${folder}/${file}`).catch(() => '')),
  )
  return targets.some((target) => sockets.has(target))
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
