import {
  type Answering,
  chunkEvent,
  DONE_EVENT,
  type RecordingBackend,
  recordingBackend,
  wholeAnswer,
} from './recording-backend.ts'

/** What each backend answers for one model, by the backend's name; who is left out answers well. */
export type Script = Readonly<Record<string, Answering>>

/** Several servers with the same models, each told how to answer for each model apart. */
export interface ScriptedFleet {
  /** By name, in the order in which equal candidates are tried. */
  readonly backends: Readonly<Record<string, RecordingBackend>>
  /** The items of `backends:` in smarterrouter.yaml; `more` is added to each. */
  yaml(more?: string): string
  /** Has this model answered so. */
  direct(model: string, script: Script): void
  /** A model that no other test has used, so that it ranks by no other's failures. */
  newModel(script: Script): string
  /** The names of the backends that were asked for this model, in order. */
  asked(model: string): readonly string[]
  close(): Promise<void>
}

const MODELS = 80

/** Starts one server for each name; besides numbered models all of them have those called `more`. */
export async function scriptedFleet(
  names: readonly string[],
  more: readonly string[] = [],
): Promise<ScriptedFleet> {
  const unused = Array.from({ length: MODELS }, (_, at) => `model-${at}:8b`)
  const scripts = new Map<string, Script>()
  const log: { readonly model: string; readonly name: string }[] = []
  const start = async (name: string): Promise<readonly [string, RecordingBackend]> => {
    const backend = await recordingBackend([...unused, ...more])
    backend.answerWith((response, request) => {
      const { model } = JSON.parse(request.bytes.toString()) as { readonly model: string }
      log.push({ model, name })
      const answering = scripts.get(model)?.[name] ?? answeringWell(name)
      answering(response, request)
    })
    return [name, backend]
  }
  const started = await Promise.all(names.map(start))
  const direct = (model: string, script: Script): void => {
    scripts.set(model, script)
  }
  return {
    backends: Object.fromEntries(started),
    yaml: (extra = '') =>
      started
        .map(([name, { url }]) => `  - { name: ${name}, kind: openai, url: '${url}'${extra} }\n`)
        .join(''),
    direct,
    newModel(script) {
      const model = unused.pop()
      if (model === undefined) throw new Error('There are no unused models left.')
      direct(model, script)
      return model
    },
    asked: (model) => log.filter((call) => call.model === model).map(({ name }) => name),
    close: async () => {
      await Promise.all(started.map(([, backend]) => backend.close()))
    },
  }
}

/** Answers whatever was asked, in the form that was asked for; the text is the backend's name. */
export function answeringWell(name: string): Answering {
  return (response, request) => {
    const body = JSON.parse(request.bytes.toString()) as { readonly stream?: boolean }
    if (request.path.endsWith('/embeddings')) return vector(response, request)
    if (body.stream !== true) return wholeAnswer({ content: name })(response, request)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(chunkEvent({ content: name }) + chunkEvent({}, 'stop') + DONE_EVENT)
  }
}

const vector: Answering = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end('{"data":[{"index":0,"embedding":[0.5,0.25]}]}')
}

/** Refuses with a status and an error in OpenAI's form. */
export function refusing(
  status: number,
  error: object = { message: 'it broke' },
  headers: Readonly<Record<string, string>> = {},
): Answering {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error }))
  }
}
