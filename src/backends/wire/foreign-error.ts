/** What a backend says of its failure, whatever shape it says it in. */
export interface ForeignError {
  readonly message?: string | undefined
  readonly type?: string | undefined
  readonly code?: string | number | undefined
}

/** The body of a failed answer: a JSON value, or a text that people can read. Undefined for markup and broken JSON. */
export function readableBody(bodyText: string): unknown {
  const text = bodyText.trim()
  try {
    return JSON.parse(text)
  } catch {
    return text === '' || /^[<[{]/.test(text) ? undefined : text
  }
}

/**
 * The error in a JSON value: Ollama's `{"error":"text"}`, OpenAI's and llama.cpp's `{"error":{…}}`, vLLM's unwrapped
 * `{"object":"error","message":…}`, FastAPI's `{"detail":…}`, or such an error itself.
 */
export function foreignError(value: unknown): ForeignError {
  if (typeof value === 'string') return { message: value }
  if (!isObject(value)) return {}
  const { error, detail } = value
  if (typeof error === 'string' && error !== '') return { message: error, ...codes(value) }
  if (isObject(error)) return described(error)
  if (detail !== undefined && detail !== null) return { message: fromDetail(detail) }
  return described(value)
}

/** Whether this body of a successful answer is an error all the same. */
export function isForeignError(value: unknown): boolean {
  if (!isObject(value)) return false
  const { error, object } = value
  return (typeof error === 'string' && error !== '') || isObject(error) || object === 'error'
}

interface Described {
  readonly error?: unknown
  readonly detail?: unknown
  readonly object?: unknown
  readonly message?: unknown
  readonly type?: unknown
  readonly code?: unknown
}

function described(value: Described): ForeignError {
  const { message } = value
  return {
    message: typeof message === 'string' && message !== '' ? message : undefined,
    ...codes(value),
  }
}

function codes({ type, code }: Described): Pick<ForeignError, 'type' | 'code'> {
  return {
    type: typeof type === 'string' ? type : undefined,
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
  }
}

/** FastAPI: a text, or a list of `{loc: [place, …], msg}`. */
function fromDetail(detail: unknown): string | undefined {
  if (typeof detail === 'string') return detail
  if (!Array.isArray(detail)) return foreignError(detail).message
  return detail.slice(0, 5).map(problem).filter(Boolean).join('; ') || undefined
}

function problem(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const { loc, msg } = item as { readonly loc?: unknown; readonly msg?: unknown }
  const place = Array.isArray(loc) ? loc.filter((step) => step !== 'body').join('.') : ''
  const text = typeof msg === 'string' ? msg : ''
  return place === '' ? text : `${place}: ${text}`
}

function isObject(value: unknown): value is Described {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
