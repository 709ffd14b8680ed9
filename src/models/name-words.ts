import type { ModelRole } from '../contracts/model.ts'
import { wordStarting } from './name-text.ts'

/** What single words of a name say, whatever the family. */
export interface Hints {
  readonly instruct?: boolean
  readonly vision?: boolean
  readonly tools?: boolean
  readonly reasoning?: boolean
  readonly code?: boolean
}

const OTHER = wordStarting(
  [
    'rerank|reranker|cross-encoder|ms-marco|moderation|guard|llamaguard|safeguard|wildguard',
    'guardian|shieldgemma|minicheck|reward|prm|whisper|parakeet|canary|wav2vec|asr|stt|tts|xtts',
    'bark|kokoro|orpheus|piper|musicgen|dall-e|image|imagen|veo|sora|flux|stable-diffusion|sd|sdxl',
    'midjourney|wan|clip|siglip|ocr|olmocr|mmproj|realtime|transcribe|gpt-audio|4o-audio',
    '4o-mini-audio|native-audio|flash-live|babbage|davinci|gpt3.5-turbo-instruct|computer-use',
    'deep-research',
  ].join('|'),
)

const EMBEDDING = wordStarting(
  [
    '[a-z]*embed[a-z]*|bge|e5|gte|gtr|minilm|[a-z]*mpnet|bert|sbert|roberta|distilbert|modernbert',
    'colbert|sentence-t5|labse|voyage|sentence-transformers|stella|instructor|jina-clip|contriever',
    'paraphrase',
  ].join('|'),
)

const BASE = { instruct: false, tools: false, reasoning: false } as const

/** A later row overrules an earlier one. */
const HINTS: readonly (readonly [words: RegExp, hints: Hints])[] = [
  [/(?<![^-])(?:base|pretrained|\d+b-text|(?<=gemma.*)pt)(?![^-])/, BASE],
  [/(?<![^-])(?:instruct|chat|it|sft|dpo)(?![^-])/, { instruct: true }],
  [/(?<![^-])(?:tool-use|tools|function-calling)(?![^-])/, { tools: true }],
  [/(?<![a-z])(?:vl|vlm|vision|multimodal|omni)(?![a-z])|\dv(?![^-])/, { vision: true }],
  [/(?<![a-z])(?:thinking|think|reasoning|reasoner|r1)(?![a-z])/, { reasoning: true }],
  [/(?<![a-z])(?:non-(?:thinking|reasoning)|no-?think)(?![a-z])/, { reasoning: false }],
  [/(?<!en|de)code|(?<![a-z])(?:devstral|sqlcoder|nsql|swe)(?![a-z])/, { code: true }],
]

/** What a canonical name says that its model is for. */
export function roleOf(name: string): ModelRole {
  if (OTHER.test(name)) return 'other'
  return EMBEDDING.test(name) ? 'embedding' : 'chat'
}

/** What the words of a canonical name add to, or know better than, what its family tells. */
export function hintsIn(name: string): Hints {
  return Object.assign({}, ...HINTS.filter(([words]) => words.test(name)).map(([, hints]) => hints))
}
