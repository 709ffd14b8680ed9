import { connect, type Socket } from 'node:net'
import { ResponseReader } from './response-reader.ts'

const SILENCE_MS = 20_000

export interface Answer {
  readonly status: number
  readonly body: string
}

interface Exchange {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
  readonly onText: ((text: string) => void) | undefined
}

/** A keep-alive connection of the load generator: one request at a time, a fraction of the cost of node:http. */
export class Connection {
  readonly #socket: Socket
  #exchange: Exchange | undefined
  #body = ''

  constructor(port: number) {
    const reader = new ResponseReader(
      (text) => this.#receive(text),
      (status) => this.#finish(status),
    )
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.setEncoding('latin1')
    this.#socket.setTimeout(SILENCE_MS, () => this.#socket.destroy(new Error('silence')))
    this.#socket.on('data', (text: string) => reader.push(text))
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('closed early')))
  }

  /** Rejects when the connection ends before the answer does; `onText` sees the body as it arrives. */
  request(bytes: Buffer, onText?: (text: string) => void): Promise<Answer> {
    this.#body = ''
    return new Promise((resolve, reject) => {
      this.#exchange = { resolve, reject, onText }
      this.#socket.write(bytes)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(text: string): void {
    this.#body += text
    this.#exchange?.onText?.(text)
  }

  #finish(status: number): void {
    const exchange = this.#exchange
    this.#exchange = undefined
    exchange?.resolve({ status, body: this.#body })
  }

  #fail(error: Error): void {
    this.#exchange?.reject(error)
    this.#exchange = undefined
  }
}
