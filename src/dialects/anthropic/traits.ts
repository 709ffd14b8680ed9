/** What a model behind Anthropic's Messages takes: its generations refuse what earlier ones took, and have new ways instead. */
export interface AnthropicTraits {
  /** One of Anthropic's own, which refuses what it does not know. */
  readonly claude: boolean
  /** Of temperature, top_p and top_k: all at once, not the first two together, or none. */
  readonly sampling: 'all' | 'apart' | 'none'
  /** Thinks with a budget of tokens. */
  readonly budgets: boolean
  /** Decides itself how much it thinks, within an effort. */
  readonly adaptive: boolean
  /** What keeps it from thinking: nothing, for it must be asked to; the type to send; undefined = it always thinks. */
  readonly off: 'unasked' | 'disabled' | 'between_tools' | undefined
  readonly efforts: readonly string[]
  /** Can be made to call a tool. */
  readonly forcedTools: boolean
  /** Goes on with an answer that was begun. */
  readonly prefill: boolean
  /** Holds its answer to a schema. */
  readonly schemas: boolean
  /** Shows its thoughts only when asked to. */
  readonly hidesThoughts: boolean
  /** Tokens of an answer, where nobody says how many: no more than the model can write. */
  readonly usualLimit: number
}

/** Other servers with such an API take what they know and pass over the rest. */
const OTHER: AnthropicTraits = {
  claude: false,
  sampling: 'apart',
  budgets: true,
  adaptive: false,
  off: 'disabled',
  efforts: [],
  forcedTools: true,
  prefill: true,
  schemas: true,
  hidesThoughts: false,
  usualLimit: 8192,
}

/** The traits of a model by its native id: `claude-opus-4-6`, `anthropic.claude-3-5-sonnet-20241022-v2:0`. */
export function anthropicTraits(nativeId: string): AnthropicTraits {
  const [, name] = /(?:^|[./:])(claude(?:-.*)?)$/.exec(nativeId.toLowerCase()) ?? []
  if (name === undefined) return OTHER
  const words = name.split(/[^a-z\d]+/)
  const line = LINES.find((each) => words.includes(each))
  return traitsOf(line, versionOf(words))
}

const LINES = ['haiku', 'sonnet', 'opus'] as const
type Line = (typeof LINES)[number] | undefined

const NEWEST = 10_000

/** 4.6 is 406. A name without a version is one of the newest model. */
function versionOf(words: readonly string[]): number {
  const at = words.findIndex(isShortNumber)
  if (at < 0) return NEWEST
  const minor = words[at + 1] ?? ''
  return 100 * Number(words[at]) + (isShortNumber(minor) ? Number(minor) : 0)
}

function isShortNumber(word: string): boolean {
  return /^\d{1,2}$/.test(word)
}

function traitsOf(line: Line, version: number): AnthropicTraits {
  return {
    claude: true,
    sampling: version >= 407 ? 'none' : version >= 401 ? 'apart' : 'all',
    budgets: version >= 307 && version < 407,
    adaptive: version >= 406,
    off: version < 500 ? 'unasked' : offOf(line, version),
    efforts: effortsOf(line, version),
    forcedTools: version <= 500 || line === 'haiku',
    prefill: version < 406,
    schemas: version >= 405,
    hidesThoughts: version >= 407,
    usualLimit: version >= 307 ? 32_000 : version >= 305 ? 8192 : 4096,
  }
}

function offOf(line: Line, version: number): AnthropicTraits['off'] {
  if (line === 'haiku') return 'disabled'
  if (line === 'sonnet') return version < 505 ? 'disabled' : 'between_tools'
  return line === 'opus' && version < 505 ? 'disabled' : undefined
}

const EFFORTS = ['low', 'medium', 'high']

function effortsOf(line: Line, version: number): readonly string[] {
  if (version >= 407) return [...EFFORTS, 'xhigh', 'max']
  if (version >= 406) return [...EFFORTS, 'max']
  return version >= 405 && line === 'opus' ? EFFORTS : []
}
