/** An answer, as far as a simulation must be like the real one. */
export interface Heard {
  readonly status: number
  readonly type: string | null
  /** One value, or the events of a stream. */
  readonly values: readonly unknown[]
}

/** What a server answers; words that are no JSON count as text. */
export async function hearServer(url: string, path: string, body?: object): Promise<Heard> {
  const init = body && { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(url + path, {
    ...init,
    // In router mode llama.cpp closes connections that it has just promised to keep.
    headers: { 'content-type': 'application/json', connection: 'close' },
  })
  const type = response.headers.get('content-type')
  const text = await response.text()
  const isStream = /event-stream|ndjson/.test(type ?? '')
  const pieces = isStream ? text.split('\n').filter((line) => line.trim() !== '') : [text]
  return { status: response.status, type, values: pieces.map(jsonOrWords) }
}

/** In which ways a simulation tells something other than the real server: nothing that it tells may be its own invention. */
export function inventions(real: Heard, simulated: Heard): readonly string[] {
  const head = (['status', 'type'] as const).flatMap((key) =>
    real[key] === simulated[key] ? [] : [`${key}: ${real[key]} is ${simulated[key]}`],
  )
  const known = new Set(real.values.flatMap((value) => placesOf(value)))
  const told = new Set(simulated.values.flatMap((value) => placesOf(value)))
  return [...head, ...[...told].filter((place) => !known.has(place)).map((one) => `only: ${one}`)]
}

function jsonOrWords(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^data: /, '')) as unknown
  } catch {
    return text.startsWith('data: ') ? text : 'words'
  }
}

/** Every place in a JSON value with the type that stands there, such as `usage.total_tokens number`. */
function placesOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => placesOf(item, `${path}[]`))
  if (typeof value !== 'object' || value === null) {
    return [`${path} ${value === null ? 'null' : typeof value}`]
  }
  return Object.entries(value).flatMap(([key, member]) =>
    placesOf(member, path === '' ? key : `${path}.${key}`),
  )
}
