import type { ServerResponse } from 'node:http'
import { MAX_STALL_MS } from '../serving/delivery.ts'

/**
 * Called before a response ends: from then on its connection is broken when the client takes nothing for a minute.
 * A client that reads slowly gets everything: the socket's own timer counts from the latest progress, and Node sets it
 * anew for whatever follows on the connection.
 */
export function limitStall({ socket }: Pick<ServerResponse, 'socket'>): void {
  socket?.setTimeout(MAX_STALL_MS)
}

/** A pipelined response takes the connection over from the one before it, and must not take over its limit. */
export function limitInTurn(response: ServerResponse): void {
  if (response.socket !== null) return
  response.once('socket', (socket) => {
    socket.setTimeout(response.writableEnded ? MAX_STALL_MS : 0)
  })
}
