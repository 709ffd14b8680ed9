import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * The connections of a server, those too that have not spoken yet or no longer may: Node's own list has neither, and
 * waits for both when the server closes.
 */
export class Connections {
  /** How many bytes each had sent when it was last looked at. */
  readonly #heard = new Map<Socket, number>()

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#heard.set(socket, 0)
      socket.once('close', () => this.#heard.delete(socket))
    })
  }

  /** Breaks those that have sent nothing since the last look. */
  dropSilent(): void {
    for (const [socket, heard] of this.#heard) {
      if (socket.bytesRead === heard) socket.destroy()
      else this.#heard.set(socket, socket.bytesRead)
    }
  }

  dropAll(): void {
    for (const socket of this.#heard.keys()) socket.destroy()
  }
}
