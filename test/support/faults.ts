import type { Socket } from 'node:net'
import { ANSWER_FAULTS } from './faults-of-answers.ts'
import { CONNECTION_FAULTS } from './faults-of-connections.ts'
import { STREAM_FAULTS } from './faults-of-streams.ts'

/** Writes a misbehaviour to the connection, raw, so that nothing helpfully mends it. */
export type Fault = (socket: Socket) => void | Promise<void>

const ALL = { ...STREAM_FAULTS, ...ANSWER_FAULTS, ...CONNECTION_FAULTS }

/** A way to misbehave; `ok` and `okjson` are the healthy ones for comparison. */
export type FaultMode = keyof typeof ALL

/** All 49 of them. */
export const FAULT_MODES: readonly FaultMode[] = Object.keys(ALL) as FaultMode[]

/** What a mode does; an unknown one answers 503. */
export function faultOf(mode: string): Fault {
  return mode in ALL ? ALL[mode as FaultMode] : ALL.s503
}
