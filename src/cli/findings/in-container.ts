import { existsSync } from 'node:fs'

/** What container engines leave in each of theirs. */
const MARKS = ['/.dockerenv', '/run/.containerenv']

/** Whether this process runs in a container of Docker or Podman. */
export function inContainer(): boolean {
  return MARKS.some((mark) => existsSync(mark))
}

/** What to do about a server on this machine, with what else it may be where that is a container. */
export function orOutside(remedy: string, isContainer: boolean): string {
  if (!isContainer) return remedy
  return `${remedy}; if it runs outside this container, it is not at 127.0.0.1 but at host.docker.internal (or its container's name), and must listen to the network`
}
