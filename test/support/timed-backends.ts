import {
  type Answering,
  chunkEvent,
  DONE_EVENT,
  type RecordingBackend,
  recordingBackend,
} from './recording-backend.ts'

/** Two servers with the same models, each of which is told how to answer for each model apart. */
export interface TimedBackends {
  readonly first: RecordingBackend
  readonly second: RecordingBackend
  /** A request for a model that no other test has used, so that none ranks by another's failures. */
  ask(answers: TimedAnswers, more?: object): { readonly model: string }
  close(): Promise<void>
}

/** Who is left out answers nothing, ever. `on` pins the model to a backend of this name. */
interface TimedAnswers {
  readonly first?: Answering
  readonly second?: Answering
  readonly on?: string
}

const SSE = { 'content-type': 'text/event-stream' }
const MODELS = 60

/** Starts both on free ports. */
export async function timedBackends(): Promise<TimedBackends> {
  const models = Array.from({ length: MODELS }, (_, at) => `model-${at}:8b`)
  const answers = new Map<string, TimedAnswers>()
  const [first, second] = await Promise.all([recordingBackend(models), recordingBackend(models)])
  const answerOf = (name: 'first' | 'second'): Answering => {
    return (response, request) => {
      const { model } = JSON.parse(request.bytes.toString()) as { readonly model: string }
      answers.get(model)?.[name]?.(response, request)
    }
  }
  first.answerWith(answerOf('first'))
  second.answerWith(answerOf('second'))
  return {
    first,
    second,
    ask({ on, ...each }, more = {}) {
      const model = models.pop()
      if (model === undefined) throw new Error('There are no unused models left.')
      answers.set(model, each)
      const messages = [{ role: 'user', content: 'Hello.' }]
      return { model: on === undefined ? model : `${model}@${on}`, messages, stream: true, ...more }
    },
    close: async () => {
      await Promise.all([first.close(), second.close()])
    },
  }
}

/** Sends nothing for a while, and then what another would have sent at once. */
export function later(ms: number, answering: Answering): Answering {
  return (response, request) => {
    setTimeout(() => answering(response, request), ms)
  }
}

export const failure: Answering = (response) => {
  response.writeHead(500, { 'content-type': 'application/json' })
  response.end('{"error":{"message":"it broke"}}')
}

/** A whole stream with this text. */
export function streamOf(text: string): Answering {
  return (response) => {
    response.writeHead(200, SSE)
    response.end(chunkEvent({ content: text }) + chunkEvent({}, 'stop') + DONE_EVENT)
  }
}

/** Begins a stream with `opening`, and then sends `piece` again and again until the client leaves. */
export function drip(opening: string, piece: string): Answering {
  return (response) => {
    response.writeHead(200, SSE)
    response.write(opening)
    const timer = setInterval(() => response.write(piece), 50)
    response.on('close', () => clearInterval(timer))
  }
}
