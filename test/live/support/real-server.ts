import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../support/free-port.ts'
import { type Guarded, type GuardedCommand, startGuarded } from './guarded.ts'

/** How a kind of real server is started. */
export interface ServerRecipe {
  readonly name: string
  /** The command that serves on this port of 127.0.0.1. */
  command(port: number): Omit<GuardedCommand, 'log'>
  /** The path that answers 200 as soon as the server can be used. */
  readonly readyPath: string
  /** What is to be done once it answers. */
  prepare?(url: string): Promise<void>
}

/** A real server in a process of its own. */
export interface RealServer extends Guarded {
  readonly url: string
  /** Starts it again at the same address. */
  again(): Promise<RealServer>
}

/** Loading from a cold disk beside other work takes its time. */
const START_MS = 120_000
let started = 0

/** Starts a server on a free port, or on this one, and waits until it can be used. */
export async function startServer(
  folder: string,
  recipe: ServerRecipe,
  givenPort?: number,
): Promise<RealServer> {
  const port = givenPort ?? (await freePort())
  const logs = join(folder, 'log')
  mkdirSync(logs, { recursive: true })
  started += 1
  const log = join(logs, `${recipe.name}-${process.pid}-${started}.log`)
  const guarded = await startGuarded({ ...recipe.command(port), log })
  const url = `http://127.0.0.1:${port}`
  try {
    await answers(url + recipe.readyPath, guarded)
    await recipe.prepare?.(url)
  } catch (error) {
    await guarded.stop()
    throw error
  }
  return { ...guarded, url, again: () => startServer(folder, recipe, port) }
}

async function answers(url: string, guarded: Guarded): Promise<void> {
  const deadline = performance.now() + START_MS
  while (performance.now() < deadline) {
    if (!guarded.running()) throw new Error(`It ended: ${guarded.wrote().trim().slice(-500)}`)
    const { ok } = await fetch(url).catch(() => ({ ok: false }))
    if (ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`It did not answer in time: ${guarded.wrote().trim().slice(-500)}`)
}
