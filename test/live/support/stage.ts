export type ServerName = 'ollama' | 'llama' | 'embed' | 'router'

export interface StagedServer {
  readonly url: string
  readonly version: string
}

/** What the set-up has made ready for the tests. */
export interface Stage {
  /** Where the parts lie. */
  readonly folder: string
  readonly servers: Readonly<Partial<Record<ServerName, StagedServer>>>
  /** Why a server is not there, in one line. */
  readonly missing: Readonly<Partial<Record<ServerName, string>>>
}

/** A real server as the router sees it: a backend of some kind. */
export interface Subject {
  readonly title: string
  /** As a backend of the router that all tests share. */
  readonly name: string
  readonly kind: string
  readonly server: ServerName
  /** The backend that embeds; where a server has one model, it is another. Undefined: its kind embeds nothing. */
  readonly embedder?: string
}

export const SUBJECTS: readonly Subject[] = [
  { title: 'Ollama', name: 'ollama', kind: 'ollama', server: 'ollama', embedder: 'ollama' },
  {
    title: 'llama.cpp server',
    name: 'llama',
    kind: 'llama.cpp',
    server: 'llama',
    embedder: 'embed',
  },
  {
    title: 'llama.cpp server in router mode',
    name: 'router',
    kind: 'llama.cpp',
    server: 'router',
    embedder: 'router',
  },
  {
    title: 'OpenAI-compatible API',
    name: 'openai',
    kind: 'openai',
    server: 'ollama',
    embedder: 'openai',
  },
  { title: 'Anthropic API', name: 'anthropic', kind: 'anthropic', server: 'ollama' },
]

/** How the set-up hands the stage on: workers inherit the environment. */
export const STAGE_VARIABLE = 'SMARTERROUTER_LIVE_STAGE'

/** The stage that the set-up has made; an empty one without it. */
export function liveStage(): Stage {
  const text = process.env[STAGE_VARIABLE]
  return text === undefined ? { folder: '', servers: {}, missing: {} } : (JSON.parse(text) as Stage)
}
