/** Thrown to answer a request with an error of the simulated protocol. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  /** JSON, or text that is sent as it is. */
  readonly body: object | string
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    body: object | string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(JSON.stringify(body))
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** Thrown to leave a request as it is: the ordered failure has been played. */
export class Played extends Error {
  override readonly name = 'Played'
}
